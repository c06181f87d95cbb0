package dev.platte.web.fleet;

/**
 * XML that somebody sent, laid out to be read: a tag a line, an attribute a line where they are
 * many. Nothing is left out but white space between tags, and nothing is judged: what is no XML, or
 * ends in the middle, is laid out as far as it goes. Time and memory are linear in its length.
 */
final class RequestText {

    private static final int LONG = 100;
    private static final int DEEPEST = 12;

    private final String xml;
    private final StringBuilder out;
    private int depth;
    private boolean justOpened;

    private RequestText(String xml) {
        this.xml = xml;
        this.out = new StringBuilder(xml.length() * 2);
    }

    static String laidOut(String xml) {
        return new RequestText(xml).layOut();
    }

    private String layOut() {
        for (int at = 0; at < xml.length(); ) {
            int end = xml.charAt(at) == '<' ? tagEnd(at) : textEnd(at);
            String part = xml.substring(at, end).strip();
            if (!part.isEmpty()) {
                add(part);
            }
            at = end;
        }
        return out.toString();
    }

    private int textEnd(int at) {
        int next = xml.indexOf('<', at);
        return next < 0 ? xml.length() : next;
    }

    /** Behind the tag's end, which is not one that stands in quotes. */
    private int tagEnd(int at) {
        if (xml.startsWith("<!--", at)) {
            int end = xml.indexOf("-->", at);
            return end < 0 ? xml.length() : end + 3;
        }
        char quote = 0;
        for (int i = at + 1; i < xml.length(); i++) {
            char c = xml.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return xml.length();
    }

    private void add(String part) {
        boolean closes = part.startsWith("</");
        depth = closes ? Math.max(0, depth - 1) : depth;
        if (!(closes && justOpened)) {
            // What is empty stays on one line: <ping></ping>.
            line(part);
        } else {
            out.append(part);
        }
        justOpened =
                part.startsWith("<")
                        && part.endsWith(">")
                        && !closes
                        && !part.endsWith("/>")
                        && !part.startsWith("<?")
                        && !part.startsWith("<!");
        depth = justOpened ? Math.min(DEEPEST, depth + 1) : depth;
    }

    private void line(String part) {
        String indent = "  ".repeat(depth);
        if (!out.isEmpty()) {
            out.append('\n');
        }
        out.append(indent);
        if (part.startsWith("<") && indent.length() + part.length() > LONG) {
            attributes(part, "\n    " + indent);
        } else {
            out.append(part);
        }
    }

    /** Each run of white space outside of quotes begins a line. */
    private void attributes(String tag, String separator) {
        char quote = 0;
        boolean space = false;
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                space = true;
                continue;
            }
            if (space) {
                out.append(c == '>' || c == '/' || c == '?' ? " " : separator);
                space = false;
            }
            quote = quote == 0 && (c == '"' || c == '\'') ? c : c == quote ? 0 : quote;
            out.append(c);
        }
    }
}
