package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.nio.charset.StandardCharsets;

/** The bytes of a message, which are known to be UTF-8, and the place where they are read. */
final class XmlScanner {

    private static final int LONGEST_REFERENCE = 12;

    private final byte[] in;
    private final int from;
    private int at;

    XmlScanner(byte[] in, int from) {
        this.in = in;
        this.from = from;
        this.at = from;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at >= in.length;
    }

    /** The byte here; -1 at the end, and for all that is not ASCII. */
    int peek() {
        return at < in.length ? in[at] : -1;
    }

    void skip(int bytes) {
        at += bytes;
    }

    boolean isAt(String ascii) {
        if (in.length - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (in[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean accept(char ascii) {
        if (peek() == ascii) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char ascii, String where) throws OmahaXmlException {
        if (!accept(ascii)) {
            throw malformed("'" + ascii + "' is missing " + where);
        }
    }

    /** Whether there was any. */
    boolean blanks() {
        int before = at;
        while (at < in.length && isBlank(in[at])) {
            at++;
        }
        return at > before;
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one == '\n' || one == '\t' || one == '\r';
    }

    /** A name without a colon. */
    String name(String what) throws OmahaXmlException {
        int start = at;
        int point = point();
        if (!XmlCharacters.startsName(point)) {
            throw malformed(what + " is missing or begins with what no name begins with");
        }
        while (XmlCharacters.continuesName(point)) {
            at += length(point);
            point = point();
        }
        return text(start, at);
    }

    /** The character here; -1 at the end. */
    private int point() {
        if (at >= in.length) {
            return -1;
        }
        int one = in[at];
        if (one >= 0) {
            return one;
        }
        int lead = one & 0xFF;
        if (lead < 0xE0) {
            return (lead & 0x1F) << 6 | more(1);
        }
        if (lead < 0xF0) {
            return (lead & 0xF) << 12 | more(1) << 6 | more(2);
        }
        return (lead & 7) << 18 | more(1) << 12 | more(2) << 6 | more(3);
    }

    private int more(int ahead) {
        return in[at + ahead] & 0x3F;
    }

    private static int length(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }

    /** A piece of the message as it stands there. */
    String text(int start, int end) {
        return new String(in, start, end - start, StandardCharsets.UTF_8);
    }

    /** Whether these pieces are the same bytes. */
    boolean isSame(int start, int end, int otherStart) {
        for (int i = start; i < end; i++) {
            int other = otherStart + i - start;
            if (other >= in.length || in[i] != in[other]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Moves past a character of text that needs no look, or stays at one that does: markup, a
     * reference, a carriage return.
     *
     * @return how many UTF-16 units it has; 0: it needs a look
     */
    int plain() throws OmahaXmlException {
        int one = in[at];
        if (one >= ' ') {
            if (one == '<' || one == '&') {
                return 0;
            }
            at++;
            return 1;
        }
        if (one >= 0) {
            if (one != '\n' && one != '\t') {
                if (one == '\r') {
                    return 0;
                }
                throw malformed("a control character");
            }
            at++;
            return 1;
        }
        int point = point();
        if (!XmlCharacters.isCharacter(point)) {
            throw malformed("a character that XML does not allow");
        }
        at += length(point);
        return Character.charCount(point);
    }

    /** What the reference here stands for: one of the five, or a character by its number. */
    int reference() throws OmahaXmlException {
        int start = at++;
        if (accept('#')) {
            return numbered(start);
        }
        String name = name("the name of an entity");
        expect(';', "behind an entity");
        return switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> {
                at = start;
                throw refusal(Fault.FORBIDDEN, "only the five entities of XML are read");
            }
        };
    }

    private int numbered(int start) throws OmahaXmlException {
        int radix = accept('x') ? 16 : 10;
        int first = at;
        long point = 0;
        while (Character.digit(peek(), radix) >= 0 && at - first < LONGEST_REFERENCE) {
            point = point * radix + Character.digit(in[at++], radix);
        }
        if (at == first
                || peek() != ';'
                || !XmlCharacters.isCharacter((int) Math.min(point, 1 << 30))) {
            at = start;
            throw malformed("a reference to no character");
        }
        at++;
        return (int) point;
    }

    OmahaXmlException malformed(String what) {
        return refusal(Fault.MALFORMED, "not well-formed XML: " + what);
    }

    OmahaXmlException refusal(Fault fault, String what) {
        return refusal(fault, what, at);
    }

    OmahaXmlException refusal(Fault fault, String what, int place) {
        return OmahaXmlException.at(fault, what, line(place), column(place));
    }

    void check(int found, int limit, String what) throws OmahaXmlException {
        if (found > limit) {
            throw OmahaXmlException.limit(what, limit, line(at), column(at));
        }
    }

    /** Counted from 1. */
    int line(int place) {
        int line = 1;
        for (int i = from; i < place && i < in.length; i++) {
            if (in[i] == '\n' || in[i] == '\r' && (i + 1 == in.length || in[i + 1] != '\n')) {
                line++;
            }
        }
        return line;
    }

    /** In characters, counted from 1. */
    int column(int place) {
        int column = 1;
        for (int i = Math.min(place, in.length) - 1; i >= from; i--) {
            if (in[i] == '\n' || in[i] == '\r') {
                break;
            }
            column += (in[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return column;
    }
}
