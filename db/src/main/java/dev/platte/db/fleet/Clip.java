package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/** Makes what hosts say storable: a text column takes neither NUL nor half a character. */
final class Clip {

    private Clip() {}

    static String text(String said, int max) {
        String clean = said.indexOf('\0') < 0 ? said : said.replace('\0', '\uFFFD');
        if (clean.length() <= max) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(max - 1)) ? max - 1 : max;
        return clean.substring(0, end);
    }

    static @Nullable String optional(@Nullable String said, int max) {
        return said == null || said.isEmpty() ? null : text(said, max);
    }
}
