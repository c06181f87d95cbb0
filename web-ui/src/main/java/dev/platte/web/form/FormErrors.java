package dev.platte.web.form;

import dev.platte.db.blob.BlobException;
import dev.platte.db.verb.RefusedException;
import dev.platte.web.page.PageException;
import dev.platte.web.page.PageModel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells who filled in a form why it was not done, inside the form, whose text stays: forms that a
 * script sent. What a browser sent itself is answered with a page, as all errors are; its text is
 * one step back.
 */
final class FormErrors implements HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FormErrors.class);

    private final PageModel model;

    FormErrors(PageModel model) {
        this.model = model;
    }

    /**
     * What is said in the form.
     *
     * @param field the field that it is about; absent: the whole
     * @param stale the change that its sender has not seen; absent: it is not about that
     * @param revision what the form says it has seen when it is sent again
     */
    record Refusal(
            HttpStatus status,
            String message,
            @Nullable String field,
            @Nullable Unseen stale,
            @Nullable Long revision) {}

    static boolean byScript(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception thrown) {
        if (!byScript(request)
                || !request.getMethod().equals("POST")
                || !(handler instanceof HandlerMethod method && PageModel.isPage(method))) {
            return null;
        }
        Optional<Refusal> refusal = refusal(thrown);
        if (refusal.isEmpty()) {
            LOG.error("request {}: a form failed", PageModel.requestId(response), thrown);
        }
        Refusal said =
                refusal.orElseGet(
                        () ->
                                new Refusal(
                                        HttpStatus.INTERNAL_SERVER_ERROR,
                                        "The server failed on this. Your text is still here: send it again. If it fails again, look into the server's log for request "
                                                + PageModel.requestId(response)
                                                + ".",
                                        null,
                                        null,
                                        null));
        ModelAndView part = new ModelAndView("form/refusal", said.status());
        part.addObject("refusal", said);
        model.fill(part.getModelMap(), request);
        return part;
    }

    private static Optional<Refusal> refusal(Exception thrown) {
        return switch (thrown) {
            case FieldException field ->
                    Optional.of(
                            new Refusal(
                                    HttpStatus.UNPROCESSABLE_CONTENT,
                                    String.valueOf(field.getMessage()),
                                    field.field(),
                                    null,
                                    null));
            case Forms.StaleException stale -> Optional.of(stale(stale));
            case RefusedException refused ->
                    Optional.of(
                            new Refusal(
                                    PageException.status(refused),
                                    String.valueOf(refused.getMessage()),
                                    null,
                                    null,
                                    refused.revision().isPresent()
                                            ? refused.revision().getAsLong()
                                            : null));
            case PageException page ->
                    Optional.of(
                            new Refusal(
                                    page.status(),
                                    page.getMessage() + " " + page.advice(),
                                    null,
                                    null,
                                    null));
            case BlobException blob ->
                    Optional.of(
                            new Refusal(
                                    HttpStatus.UNPROCESSABLE_CONTENT,
                                    String.valueOf(blob.getMessage()),
                                    null,
                                    null,
                                    null));
            default -> Optional.empty();
        };
    }

    private static Refusal stale(Forms.StaleException stale) {
        RefusedException cause = (RefusedException) Objects.requireNonNull(stale.getCause());
        return new Refusal(
                HttpStatus.PRECONDITION_FAILED,
                String.valueOf(stale.getMessage()),
                null,
                Unseen.of(stale.last()),
                cause.revision().isPresent() ? cause.revision().getAsLong() : null);
    }
}
