package dev.platte.web.page;

import dev.platte.db.access.Identity;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * What every page has: its headers, the formats, who looks at it, the way around, and what was done
 * a moment ago.
 */
@Component
public final class PageModel implements HandlerInterceptor {

    /** Nothing from elsewhere, nothing inline: what a host calls itself can never become code. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** What a page shows this once, under this name; nothing on the way keeps such a page. */
    public static final String SECRET = "secret";

    private static final String PAGES = "dev.platte.web.";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Set<String> THEMES = Set.of("light", "dark");

    private final InstantSource time;
    private final Assets assets;
    private final Ways ways;

    PageModel(InstantSource time, Assets assets, Ways ways) {
        this.time = time;
        this.assets = assets;
        this.ways = ways;
    }

    /** Whether one of our handlers answers. */
    public static boolean isPage(HandlerMethod handler) {
        return handler.getBeanType().getName().startsWith(PAGES);
    }

    /** Who asks; nobody known is a passer-by. */
    public static Who who(HttpServletRequest request) {
        return request.getAttribute(Who.ATTRIBUTE) instanceof Identity identity
                ? new Who(identity)
                : new Who(Identity.passerBy());
    }

    /** By which the logs know the request; empty where it has none. */
    public static String requestId(HttpServletResponse response) {
        return Objects.requireNonNullElse(response.getHeader(REQUEST_ID), "");
    }

    static void secure(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    /** What each template may use. */
    public void fill(Map<String, Object> model, HttpServletRequest request) {
        Who who = who(request);
        model.put("format", new Formats(time.instant()));
        model.put("assets", assets);
        model.put("who", who);
        model.put("ways", ways.of(who));
        model.put("theme", theme(request));
        // One filling of each form: sent twice, it is done once.
        model.put("once", UUID.randomUUID().toString());
        model.put("inDialog", "dialog-body".equals(request.getHeader("HX-Target")));
        model.put("base", ServletUriComponentsBuilder.fromContextPath(request).toUriString());
        Object csrf = request.getAttribute("_csrf");
        if (csrf != null) {
            model.put("csrf", csrf);
        }
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
            boolean secret = page.getModelMap().containsKey(SECRET);
            response.setHeader(
                    HttpHeaders.CACHE_CONTROL, secret ? "no-store" : "private, no-cache");
            fill(page.getModelMap(), request);
            if (request.getHeader("HX-Request") == null) {
                Said.of(request)
                        .ifPresent(
                                said -> {
                                    page.addObject("said", said);
                                    response.addHeader(HttpHeaders.SET_COOKIE, Said.end());
                                });
            }
        }
    }

    /** Absent from the page: as the machine likes it. */
    private static String theme(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals("platte_theme"))
                .map(Cookie::getValue)
                .filter(THEMES::contains)
                .findFirst()
                .orElse("");
    }
}
