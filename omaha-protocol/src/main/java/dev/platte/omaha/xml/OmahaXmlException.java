package dev.platte.omaha.xml;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What came is not an Omaha message that we read; the facts say what, where, and which bound. */
public final class OmahaXmlException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Fault {
        /** More bytes than a message may have. */
        TOO_LARGE,
        /** Not UTF-8, or declared as something else. */
        ENCODING,
        /** Not well-formed XML. */
        MALFORMED,
        /** XML that Omaha never needs: a DOCTYPE or an entity of one's own. */
        FORBIDDEN,
        /** Deeper, longer or more than a message may be. */
        LIMIT,
        /** XML, and not the message that was expected, or a value that cannot be what it says. */
        INVALID
    }

    private final Fault fault;
    private final int line;
    private final int column;
    private final long limit;

    private OmahaXmlException(
            Fault fault, String what, int line, int column, long limit, @Nullable Throwable cause) {
        super(line > 0 ? what + " (line " + line + ", column " + column + ")" : what, cause);
        this.fault = fault;
        this.line = line;
        this.column = column;
        this.limit = limit;
    }

    static OmahaXmlException tooLarge(long limit) {
        String what = "the message is larger than " + limit + " bytes";
        return new OmahaXmlException(Fault.TOO_LARGE, what, 0, 0, limit, null);
    }

    static OmahaXmlException encoding(String what) {
        return new OmahaXmlException(Fault.ENCODING, what, 0, 0, 0, null);
    }

    static OmahaXmlException at(Fault fault, String what, int line, int column) {
        return new OmahaXmlException(fault, what, line, column, 0, null);
    }

    static OmahaXmlException limit(String what, long limit, int line, int column) {
        String message = what + " is more than the " + limit + " that are read";
        return new OmahaXmlException(Fault.LIMIT, message, line, column, limit, null);
    }

    static OmahaXmlException malformed(String what, int line, int column, Throwable cause) {
        return new OmahaXmlException(Fault.MALFORMED, what, line, column, 0, cause);
    }

    public Fault fault() {
        return fault;
    }

    /** Counted from 1; 0 if the fault has no place. */
    public int line() {
        return line;
    }

    /** Counted from 1; 0 if the fault has no place. */
    public int column() {
        return column;
    }

    /** The bound that was crossed, for {@link Fault#TOO_LARGE} and {@link Fault#LIMIT}. */
    public OptionalLong limit() {
        return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    }
}
