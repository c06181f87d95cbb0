package dev.platte.server.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what a handler threw with a problem; what nobody expected is logged here, once, and
 * answered 500.
 */
final class ProblemResolver implements HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception thrown) {
        if (thrown instanceof AccessDeniedException || thrown instanceof AuthenticationException) {
            return null; // The security filters turn these into 401 and 403.
        }
        if (thrown instanceof ClientAbortException
                || thrown instanceof AsyncRequestNotUsableException) {
            LOG.debug("the caller of request {} is gone", RequestId.of(request), thrown);
            return new ModelAndView();
        }
        try {
            answer(request, response, thrown);
        } catch (IOException e) {
            LOG.debug("the caller of request {} is gone", RequestId.of(request), e);
        }
        return new ModelAndView();
    }

    private static void answer(
            HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        switch (thrown) {
            case ProblemException known ->
                    ProblemWriter.write(request, response, known.problem(), known.headers());
            case ErrorResponse spring -> {
                Map<String, String> headers = spring.getHeaders().toSingleValueMap();
                ProblemWriter.write(request, response, problemOf(spring), headers);
            }
            case TypeMismatchException bad -> {
                String name = Optional.ofNullable(bad.getPropertyName()).orElse("A parameter");
                refuse(request, response, name + " has a value that cannot be read.");
            }
            case HttpMessageNotReadableException ignored ->
                    refuse(request, response, "The body of the request cannot be read.");
            default -> {
                Problem problem = Failures.problemOf(thrown, RequestId.of(request));
                ProblemWriter.write(request, response, problem, Failures.headersOf(problem));
            }
        }
    }

    private static Problem problemOf(ErrorResponse spring) {
        int status = spring.getStatusCode().value();
        String detail = spring.getBody().getDetail();
        Problem plain = Problem.of(status);
        return detail == null ? plain : new Problem(status, plain.code(), detail);
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, String detail)
            throws IOException {
        Problem problem = new Problem(400, Problem.codeOf(HttpStatus.BAD_REQUEST), detail);
        ProblemWriter.write(request, response, problem, Map.of());
    }
}
