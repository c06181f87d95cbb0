package dev.platte.ctl.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * An address below {@code /api/v1}, encoded (RFC 3986).
 *
 * @param path begins with a slash; may end in a query
 */
public record Place(String path) {
    /** Of segments, which may hold any character. */
    public static Place of(String... segments) {
        return new Place("").sub(segments);
    }

    /** Below this one. */
    public Place sub(String... segments) {
        StringBuilder longer = new StringBuilder(path);
        for (String segment : segments) {
            longer.append('/').append(encoded(segment));
        }
        return new Place(longer.toString());
    }

    /** With one more parameter. */
    public Place with(String name, Object value) {
        char separator = path.indexOf('?') < 0 ? '?' : '&';
        return new Place(path + separator + name + "=" + encoded(value.toString()));
    }

    // URLEncoder writes forms; in a path a plus would stay one, and "." would climb.
    private static String encoded(String text) {
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return form.equals(".") || form.equals("..") ? form.replace(".", "%2E") : form;
    }
}
