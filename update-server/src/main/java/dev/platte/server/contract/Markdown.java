package dev.platte.server.contract;

/** Javadoc's words as the document has them. */
final class Markdown {

    private Markdown() {}

    static String of(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link|linkplain) ([^}]*)}", "`$1`")
                .replaceAll("</?code>", "`")
                .replaceAll("</?[a-z]+>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
