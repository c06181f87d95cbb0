package dev.platte.server.edge;

import jakarta.servlet.ServletRequest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name one request has in answers, logs and audit rows: the caller's, if it is a sane one, else
 * ours.
 */
public final class RequestId {

    /** Both directions: taken from the caller, echoed in every answer. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /** Nothing that could forge a log line, a header or markup. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The id of this request; empty before the edge has seen it, which no handler meets. */
    public static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "";
    }

    static String assign(ServletRequest request, @Nullable String offered, RandomGenerator random) {
        String id = of(request);
        if (id.isEmpty()) {
            id = offered != null && SANE.matcher(offered).matches() ? offered : make(random);
            request.setAttribute(ATTRIBUTE, id);
        }
        return id;
    }

    private static String make(RandomGenerator random) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
