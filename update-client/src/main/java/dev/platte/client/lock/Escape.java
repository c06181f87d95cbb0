package dev.platte.client.lock;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The names of groups as part of keys: as Go's url.QueryEscape, by which peers find them. */
final class Escape {
    private Escape() {}

    static String query(String group) {
        return URLEncoder.encode(group, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Once more, for the path of an address. */
    static String inPath(String escaped) {
        return escaped.replace("%", "%25");
    }
}
