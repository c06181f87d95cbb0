package dev.platte.server.edge;

import dev.platte.db.access.Identity;
import dev.platte.db.catalog.AppIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Asks, before any handler of the API runs, whether its caller may. It judges the very handler and
 * application that were matched, so that no odd writing of an address can pass one and reach the
 * other.
 */
final class ApiGuard implements HandlerInterceptor {

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (!(pattern instanceof String matched) || !matched.startsWith(ApiRules.BASE)) {
            return true;
        }
        ApiRules.need(request.getMethod(), matched, application(request))
                .ifPresent(need -> identity().permissions().require(need));
        return true;
    }

    private static @Nullable String application(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (variables instanceof Map<?, ?> names && names.get("app") instanceof String appid) {
            return AppIds.key(appid);
        }
        return null;
    }

    private static Identity identity() {
        Authentication found = SecurityContextHolder.getContext().getAuthentication();
        if (found != null && found.getPrincipal() instanceof Identity identity) {
            return identity;
        }
        throw ProblemException.of(401, "token-missing", "This needs a token.");
    }
}
