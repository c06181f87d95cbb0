package dev.platte.web.page;

import dev.platte.db.verb.RefusedException;
import java.util.Objects;
import org.springframework.http.HttpStatus;

/**
 * A page that cannot be shown, in words for who asked for it: the message says what is wrong, the
 * advice what to do.
 */
public final class PageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String advice;

    private PageException(HttpStatus status, String message, String advice) {
        super(message);
        this.status = status;
        this.advice = Objects.requireNonNull(advice);
    }

    /** What the address names does not exist. */
    public static PageException notFound(String message, String advice) {
        return new PageException(HttpStatus.NOT_FOUND, message, advice);
    }

    /** A value in the address cannot be read. */
    public static PageException badAddress(String message, String advice) {
        return new PageException(HttpStatus.BAD_REQUEST, message, advice);
    }

    /** How a refused verb is answered, on pages as over REST. */
    public static HttpStatus status(RefusedException refused) {
        return switch (refused.kind()) {
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    public HttpStatus status() {
        return status;
    }

    public String advice() {
        return advice;
    }
}
