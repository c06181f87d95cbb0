package dev.platte.db.access;

import dev.platte.db.verb.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of the audit trail at some time. Whoever keeps one elsewhere can prove later that nothing
 * up to it was taken away, even by somebody who rewrote the whole database.
 *
 * @param last id of the last row; 0 before the first
 * @param length how many rows there are
 * @param hash of the last row; 64 hex digits
 */
public record AuditHead(long last, long length, String hash) {

    private static final Pattern ANCHOR = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    public AuditHead {
        if (last < 0 || length < 0 || !hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no end of an audit trail: " + last + ":" + hash);
        }
    }

    /** As it is kept elsewhere: id, colon, hash. */
    public String anchor() {
        return last + ":" + hash;
    }

    /**
     * The row that an anchor names; its {@code length} is not known and 0.
     *
     * @throws RefusedException {@code anchor-invalid}
     */
    public static AuditHead ofAnchor(String text) {
        Matcher parts = ANCHOR.matcher(text);
        if (!parts.matches()) {
            throw RefusedException.invalid(
                    "anchor-invalid", "An anchor is the id of a row, a colon and its hash.");
        }
        return new AuditHead(Long.parseLong(parts.group(1)), 0, parts.group(2));
    }
}
