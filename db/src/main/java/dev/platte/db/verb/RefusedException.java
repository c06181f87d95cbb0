package dev.platte.db.verb;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A verb that did nothing, and why. The message is written for the person who asked.
 *
 * <p>{@link #code()} is stable and for programs, such as {@code channel-unknown}.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How the request was wrong; REST answers 403, 404, 409, 412 and 422. */
    public enum Kind {
        /** The caller, of all people, may not do this. */
        FORBIDDEN,
        /** What was named does not exist. */
        NOT_FOUND,
        /** It exists already, or its state does not allow this. */
        CONFLICT,
        /** Somebody changed it since the caller looked. */
        STALE,
        /** A value is not acceptable. */
        INVALID
    }

    private final Kind kind;
    private final String code;
    private final @Nullable Long revision;

    public RefusedException(Kind kind, String code, String message) {
        this(kind, code, message, null);
    }

    private RefusedException(Kind kind, String code, String message, @Nullable Long revision) {
        super(message);
        this.revision = revision;
        this.kind = Objects.requireNonNull(kind);
        this.code = Objects.requireNonNull(code);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /** Of what was changed meanwhile: its revision now. */
    public OptionalLong revision() {
        return revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
    }

    public static RefusedException forbidden(String code, String message) {
        return new RefusedException(Kind.FORBIDDEN, code, message);
    }

    public static RefusedException notFound(String code, String message) {
        return new RefusedException(Kind.NOT_FOUND, code, message);
    }

    public static RefusedException conflict(String code, String message) {
        return new RefusedException(Kind.CONFLICT, code, message);
    }

    public static RefusedException invalid(String code, String message) {
        return new RefusedException(Kind.INVALID, code, message);
    }

    /** The row has another revision than the caller saw. */
    public static RefusedException stale(String what, long expected, long found) {
        return new RefusedException(
                Kind.STALE,
                "changed-meanwhile",
                what
                        + " was changed since you looked (revision "
                        + found
                        + ", you expected "
                        + expected
                        + "); look again and repeat.",
                found);
    }
}
