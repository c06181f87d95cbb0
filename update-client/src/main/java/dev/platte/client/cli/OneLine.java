package dev.platte.client.cli;

/** Texts of others on one line of ours: what would break or hide it is shown instead. */
final class OneLine {
    private OneLine() {}

    static String of(Object value) {
        StringBuilder line = new StringBuilder();
        value.toString()
                .codePoints()
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)) {
                                line.append("\\u%04x".formatted(c));
                            } else {
                                line.appendCodePoint(c);
                            }
                        });
        return line.toString();
    }
}
