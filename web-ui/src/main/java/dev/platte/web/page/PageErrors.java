package dev.platte.web.page;

import dev.platte.db.verb.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows what went wrong as a page, to who asked for a page: where one of our handlers failed, or
 * where a browser asked for an address that nobody serves. All other failures belong to others.
 */
final class PageErrors implements HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final PageModel model;

    PageErrors(PageModel model) {
        this.model = model;
    }

    private record Failure(HttpStatus status, String message, String advice) {}

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception thrown) {
        if (!wantsPage(request, handler)) {
            return null;
        }
        String requestId = PageModel.requestId(response);
        Failure failure = failure(request, thrown, requestId);
        response.setStatus(failure.status().value());
        PageModel.secure(response);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        ModelAndView page =
                new ModelAndView(
                        "page/error",
                        Map.of("failure", failure, "requestId", requestId),
                        failure.status());
        model.fill(page.getModelMap(), request);
        return page;
    }

    private static boolean wantsPage(HttpServletRequest request, @Nullable Object handler) {
        if (handler instanceof HandlerMethod method) {
            return PageModel.isPage(method);
        }
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                && accepted.contains("text/html")
                && !request.getRequestURI().startsWith(request.getContextPath() + "/api/");
    }

    private static Failure failure(HttpServletRequest request, Exception thrown, String requestId) {
        return switch (thrown) {
            case PageException known -> new Failure(known.status(), message(known), known.advice());
            case RefusedException refused ->
                    new Failure(
                            PageException.status(refused),
                            String.valueOf(refused.getMessage()),
                            "Nothing was done. Go one step back: what you wrote is still there.");
            case CannotCreateTransactionException gone -> databaseGone(gone, requestId);
            case DataAccessResourceFailureException gone -> databaseGone(gone, requestId);
            case TransientDataAccessException slow -> databaseGone(slow, requestId);
            case ErrorResponse spring when spring.getStatusCode().is4xxClientError() ->
                    refused(request, HttpStatus.valueOf(spring.getStatusCode().value()));
            default -> {
                LOG.error("request {}: a page failed", requestId, thrown);
                yield new Failure(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "The server failed on this page.",
                        "Nothing was changed. Load it again; if it fails again, look into the server's log"
                                + (requestId.isEmpty() ? "." : " for request " + requestId + "."));
            }
        };
    }

    private static Failure refused(HttpServletRequest request, HttpStatus status) {
        return status == HttpStatus.NOT_FOUND
                ? new Failure(
                        status,
                        "There is no page at this address.",
                        "Look for a typing error, or start again from the overview.")
                : new Failure(
                        status,
                        "This address cannot be read: " + status.getReasonPhrase() + ".",
                        "Go back and use the page's own links and forms.");
    }

    private static Failure databaseGone(Exception cause, String requestId) {
        LOG.warn("request {}: the database does not answer: {}", requestId, cause.toString());
        return new Failure(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database does not answer.",
                "Hosts keep what they have and ask again by themselves. Load this page again in a few"
                        + " seconds; if it stays away, look at PostgreSQL and at the server's log.");
    }

    private static String message(Exception known) {
        return Objects.requireNonNullElse(known.getMessage(), "This page cannot be shown.");
    }
}
