package dev.platte.server.payload;

import java.nio.file.Path;

/**
 * One payload file as the world sees it.
 *
 * @param file where it lies
 * @param size in bytes
 * @param sha256 its content, 64 hex digits
 */
record Representation(Path file, long size, String sha256) {

    /** Strong: the name of the content is the content (RFC 9110, section 8.8.3). */
    String etag() {
        return '"' + sha256 + '"';
    }

    /** {@code If-None-Match}: a weak comparison, since only reads are served. */
    boolean matchesAny(String header) {
        if (header.strip().equals("*")) {
            return true;
        }
        for (String candidate : header.split(",")) {
            String tag = candidate.strip();
            if (etag().equals(tag.startsWith("W/") ? tag.substring(2) : tag)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@code If-Range}: a strong comparison; a date never matches, since none is sent (RFC 9110,
     * section 13.1.5).
     */
    boolean isStill(String header) {
        return header.strip().equals(etag());
    }
}
