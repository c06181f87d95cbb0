package dev.platte.omaha.request;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Attributes that have no field of their own: sorted, so that equal requests are equal bytes. */
final class More {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private More() {}

    static Map<String, String> of(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        for (String name : attributes.keySet()) {
            if (!NAME.matcher(name).matches() || name.toLowerCase(Locale.ROOT).startsWith("xml")) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" cannot be the name of an attribute");
            }
        }
        return Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
