package dev.platte.server.api;

import dev.platte.db.access.Identity;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Guarded;
import dev.platte.server.edge.ProblemException;
import dev.platte.server.edge.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Who asks, and what all changing requests carry: {@code If-Match}, {@code dryRun}, a reason. */
final class ApiRequest {

    private static final Pattern STRONG_TAG =
            Pattern.compile("\"([0-9]{1,18})(?:-[0-9a-f]{1,8})?\"");

    private ApiRequest() {}

    /** The caller of the verbs, with the name of who asks. */
    static Caller caller(HttpServletRequest request, @Nullable String reason) {
        return identity().caller(reason, RequestId.of(request), dryRun(request));
    }

    /** Whether the request only asks what would happen. */
    static boolean dryRun(HttpServletRequest request) {
        String value = request.getParameter("dryRun");
        return switch (value == null ? "false" : value) {
            case "false" -> false;
            case "true", "" -> true;
            default ->
                    throw ProblemException.of(
                            400, "dry-run-invalid", "dryRun is true or false, not " + value + ".");
        };
    }

    /** Whether lists show this application to who asks. */
    static boolean inScope(String appKey) {
        return identity().permissions().sees(appKey);
    }

    /**
     * The revision that the caller has seen, in a handler that is {@link Guarded}.
     *
     * @param current the revision now, for {@code If-Match: *}
     */
    static long seen(HttpServletRequest request, long current) {
        String header = request.getHeader("If-Match");
        if (header == null || !isGuarded(request)) {
            throw new IllegalStateException("a handler that looks at If-Match declares @Guarded");
        }
        if (header.strip().equals("*")) {
            return current;
        }
        OptionalLong one = revision(header.strip());
        for (String tag : header.split(",")) {
            OptionalLong each = revision(tag.strip());
            if (each.isPresent() && each.getAsLong() == current) {
                return current;
            }
        }
        // Weak and foreign tags match nothing.
        return one.orElse(-1);
    }

    private static boolean isGuarded(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
                        instanceof HandlerMethod handler
                && handler.hasMethodAnnotation(Guarded.class);
    }

    private static OptionalLong revision(String tag) {
        Matcher strong = STRONG_TAG.matcher(tag);
        return strong.matches()
                ? OptionalLong.of(Long.parseLong(strong.group(1)))
                : OptionalLong.empty();
    }

    /** Who asks, and what they may do; the edge has asked that already. */
    static Identity identity() {
        Authentication found = SecurityContextHolder.getContext().getAuthentication();
        if (found != null && found.getPrincipal() instanceof Identity identity) {
            return identity;
        }
        throw ProblemException.of(401, "token-missing", "This needs a token.");
    }
}
