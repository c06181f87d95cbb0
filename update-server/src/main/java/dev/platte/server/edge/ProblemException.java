package dev.platte.server.edge;

import java.time.Duration;
import java.util.Map;

/** A request cannot be served; the edge answers with the problem and the headers it carries. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.status() + " " + problem.code() + ": " + problem.detail());
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /** A problem without headers of its own; its parts are those of {@link Problem}. */
    public static ProblemException of(int status, String code, String detail) {
        return new ProblemException(new Problem(status, code, detail), Map.of());
    }

    /** A problem with headers of its own, such as {@code Allow}. */
    public static ProblemException of(
            int status, String code, String detail, Map<String, String> headers) {
        return new ProblemException(new Problem(status, code, detail), headers);
    }

    /** 503 with {@code Retry-After}, rounded up to whole seconds. */
    public static ProblemException unavailable(String code, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        return of(503, code, detail, Map.of("Retry-After", Long.toString(seconds)));
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
