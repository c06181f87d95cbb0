package dev.platte.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What every page has: its headers, the formats and the addresses of its assets. */
@Component
final class PageModel implements HandlerInterceptor {

    /** Nothing from elsewhere, nothing inline: what a host calls itself can never become code. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String PAGES = "dev.platte.web.";

    private final InstantSource time;
    private final Assets assets;

    PageModel(InstantSource time, Assets assets) {
        this.time = time;
        this.assets = assets;
    }

    static boolean isPage(HandlerMethod handler) {
        return handler.getBeanType().getName().startsWith(PAGES);
    }

    static void secure(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    void fill(Map<String, Object> model) {
        model.put("format", new Formats(time.instant()));
        model.put("assets", assets);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && isPage(method)) {
            secure(response);
        }
        return true;
    }

    @Override
    public void postHandle(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable ModelAndView page) {
        if (page != null && handler instanceof HandlerMethod method && isPage(method)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            fill(page.getModelMap());
            page.addObject(
                    "base", ServletUriComponentsBuilder.fromContextPath(request).toUriString());
        }
    }
}
