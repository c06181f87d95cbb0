package dev.platte.omaha.value;

/** An id without the braces that one half of the field writes and the other half does not. */
final class Bare {

    private Bare() {}

    static String of(String id) {
        String stripped = id.strip();
        int from = stripped.startsWith("{") ? 1 : 0;
        int to = stripped.endsWith("}") ? stripped.length() - 1 : stripped.length();
        return from == 0 && to == stripped.length()
                ? stripped
                : stripped.substring(from, Math.max(from, to));
    }
}
