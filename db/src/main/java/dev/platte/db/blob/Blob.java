package dev.platte.db.blob;

/**
 * A stored file.
 *
 * @param sha256 64 lower-case hex digits; its address
 * @param sha1 40 lower-case hex digits
 * @param size in bytes
 */
public record Blob(String sha256, String sha1, long size) {

    public Blob {
        if (!sha256.matches("[0-9a-f]{64}") || !sha1.matches("[0-9a-f]{40}") || size < 0) {
            throw new IllegalArgumentException(
                    "not a file: sha256 " + sha256 + ", sha1 " + sha1 + ", size " + size);
        }
    }
}
