package dev.platte.server.commit;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing was acknowledged, since nothing could be written; the same may succeed later. */
public final class UnwritableException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String FULL = "too-busy";
    private static final String SLOW = "too-slow";
    private static final String CLOSING = "going-down";
    private static final String DATABASE = "database-unavailable";

    /** All there are. */
    public static final List<String> CODES = List.of(FULL, SLOW, CLOSING, DATABASE);

    private final String code;

    private UnwritableException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static UnwritableException full() {
        return new UnwritableException(
                FULL, "More hosts ask than the server can write down.", null);
    }

    public static UnwritableException slow(Duration patience) {
        return new UnwritableException(
                SLOW, "The database took longer than " + patience.toSeconds() + " s.", null);
    }

    public static UnwritableException closing() {
        return new UnwritableException(CLOSING, "The server is being stopped.", null);
    }

    public static UnwritableException database(Throwable cause) {
        return new UnwritableException(DATABASE, "The database does not answer.", cause);
    }

    /** For another thread, whose stack it shows then. */
    UnwritableException again() {
        return new UnwritableException(code, String.valueOf(getMessage()), this);
    }

    /** For problem documents and metrics. */
    public String code() {
        return code;
    }
}
