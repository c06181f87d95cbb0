package dev.platte.omaha.xml;

import java.util.OptionalLong;

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
        /** Well-formed, and never needed in Omaha: a DOCTYPE or an entity. */
        FORBIDDEN,
        /** Deeper, longer or more than a message may be. */
        LIMIT,
        /**
         * XML, and not the Omaha message that was expected; a value that cannot be what it says.
         */
        INVALID
    }

    private final Fault fault;
    private final int line;
    private final int column;
    private final long limit;

    OmahaXmlException(Fault fault, String what, int line, int column, long limit) {
        super(line > 0 ? what + " (line " + line + ", column " + column + ")" : what);
        this.fault = fault;
        this.line = line;
        this.column = column;
        this.limit = limit;
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
