package dev.platte.db.catalog;

import java.util.Locale;

/**
 * How appids are compared: clients of the field write the same GUID with and without braces, in
 * both cases.
 */
public final class AppIds {

    private AppIds() {}

    /** The appid without surrounding braces and blanks, in lower case. */
    public static String key(String appid) {
        String bare = appid.strip();
        if (bare.length() > 2 && bare.startsWith("{") && bare.endsWith("}")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return bare.toLowerCase(Locale.ROOT);
    }
}
