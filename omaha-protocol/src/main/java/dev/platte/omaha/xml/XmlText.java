package dev.platte.omaha.xml;

import org.jspecify.annotations.Nullable;

/** What stands between the marks: values of attributes, text, comments. */
final class XmlText {

    private XmlText() {}

    /** A value with its quotes; line breaks and tabs are blanks (XML 1.0, 3.3.3). */
    static String attribute(XmlScanner in, int most) throws OmahaXmlException {
        int quote = in.peek();
        if (quote != '"' && quote != '\'') {
            throw in.malformed("the value of an attribute has no quotes");
        }
        in.skip(1);
        StringBuilder pieces = null;
        int start = in.at();
        int length = 0;
        for (int here = in.peek(); here != quote; here = in.peek()) {
            if (in.isAtEnd()) {
                throw in.malformed("the message ends within the value of an attribute");
            }
            if (here == '<') {
                throw in.malformed("'<' in the value of an attribute");
            }
            if (here == '&' || here >= 0 && here < ' ') {
                pieces = pieces == null ? new StringBuilder() : pieces;
                pieces.append(in.text(start, in.at()));
                pieces.appendCodePoint(here == '&' ? in.reference() : blank(in));
                start = in.at();
                length++;
            } else {
                length += in.plain();
            }
        }
        in.check(length, most, "the length of an attribute");
        String last = in.text(start, in.at());
        in.skip(1);
        return pieces == null ? last : pieces.append(last).toString();
    }

    private static int blank(XmlScanner in) throws OmahaXmlException {
        if (!lineBreak(in)) {
            in.plain();
        }
        return ' ';
    }

    /** A carriage return, alone or with a line feed, is a line feed (XML 1.0, 2.11). */
    private static boolean lineBreak(XmlScanner in) {
        if (in.accept('\r')) {
            in.accept('\n');
            return true;
        }
        return false;
    }

    /**
     * Text up to the next mark.
     *
     * @param own takes it; null: nobody wants it
     * @return its length in UTF-16 units
     */
    static int content(XmlScanner in, @Nullable StringBuilder own) throws OmahaXmlException {
        int length = 0;
        while (!in.isAtEnd() && in.peek() != '<') {
            if (in.isAt("]]>")) {
                throw in.malformed("\"]]>\" in a text");
            }
            if (in.peek() == '&') {
                int point = in.reference();
                length += Character.charCount(point);
                append(own, point);
            } else {
                length += character(in, own);
            }
        }
        return length;
    }

    /** A section that is text whatever it looks like. */
    static int cdata(XmlScanner in, @Nullable StringBuilder own) throws OmahaXmlException {
        in.skip("<![CDATA[".length());
        int length = 0;
        while (!in.isAt("]]>")) {
            if (in.isAtEnd()) {
                throw in.malformed("the message ends within a CDATA section");
            }
            length += character(in, own);
        }
        in.skip("]]>".length());
        return length;
    }

    /** Skips to behind this mark; what lies before it says nothing. */
    static void until(XmlScanner in, String mark, String what) throws OmahaXmlException {
        while (!in.isAt(mark)) {
            if (in.isAtEnd()) {
                throw in.malformed("the message ends within " + what);
            }
            character(in, null);
        }
        in.skip(mark.length());
    }

    private static int character(XmlScanner in, @Nullable StringBuilder own)
            throws OmahaXmlException {
        int start = in.at();
        if (lineBreak(in)) {
            append(own, '\n');
            return 1;
        }
        int length = in.plain();
        if (length == 0) {
            // A mark that is none here.
            in.skip(1);
            length = 1;
        }
        if (own != null) {
            own.append(in.text(start, in.at()));
        }
        return length;
    }

    private static void append(@Nullable StringBuilder own, int point) {
        if (own != null) {
            own.appendCodePoint(point);
        }
    }
}
