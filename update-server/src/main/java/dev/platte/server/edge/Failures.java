package dev.platte.server.edge;

import dev.platte.db.verb.RefusedException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an exception from below means to a caller; what nobody expected is logged here, once. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    private Failures() {}

    static Problem problemOf(Exception thrown, String requestId) {
        return switch (thrown) {
            case ProblemException known -> known.problem();
            case RefusedException refused ->
                    new Problem(status(refused.kind()), refused.code(), message(refused));
            case Exception gone when DatabaseGone.isCauseOf(gone) -> databaseGone(gone, requestId);
            default -> {
                LOG.error("request {} failed", requestId, thrown);
                yield new Problem(
                        500,
                        "internal-server-error",
                        "The server failed on this request. Its log has the cause under request "
                                + requestId
                                + ".");
            }
        };
    }

    static Map<String, String> headersOf(Problem problem) {
        return problem.status() == UNAVAILABLE
                ? Map.of("Retry-After", RETRY_AFTER_SECONDS)
                : Map.of();
    }

    private static Problem databaseGone(Exception cause, String requestId) {
        LOG.warn("request {}: the database does not answer: {}", requestId, cause.toString());
        return new Problem(
                UNAVAILABLE,
                "database-unavailable",
                "The database does not answer; nothing was changed. Try again.");
    }

    private static int status(RefusedException.Kind kind) {
        return switch (kind) {
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
            case INVALID -> 422;
        };
    }

    private static String message(RefusedException refused) {
        String message = refused.getMessage();
        return message == null ? refused.code() : message;
    }
}
