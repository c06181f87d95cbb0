package dev.platte.db.catalog;

import dev.platte.db.verb.RefusedException;

/**
 * A file to go beside a payload.
 *
 * @param size in bytes, 1 or more
 * @param sha256 64 lower-case hex digits
 * @param sha1 40 lower-case hex digits
 * @param required whether a host's update fails without it
 * @param stored whether it lies among the blobs; else only on mirrors
 */
public record NewExtraFile(
        String name, long size, String sha256, String sha1, boolean required, boolean stored) {

    public NewExtraFile {
        Names.checkedFileName(name);
        if (size < 1) {
            throw invalid("Its size is " + size + " bytes; a file has one at least.");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw invalid("Its sha256 has 64 lower-case hex digits.");
        }
        if (!sha1.matches("[0-9a-f]{40}")) {
            throw invalid("Its sha1 has 40 lower-case hex digits.");
        }
    }

    private static RefusedException invalid(String message) {
        return RefusedException.invalid("file-invalid", message);
    }
}
