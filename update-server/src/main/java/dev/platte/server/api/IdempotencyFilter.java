package dev.platte.server.api;

import dev.platte.db.access.Identity;
import dev.platte.db.access.Replay;
import dev.platte.db.access.Replays;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Makes a POST that carries an {@code Idempotency-Key} happen once: the same key and request again
 * gets the same answer, the same key with another request is refused. Answers with a secret in them
 * (new tokens, secrets of webhooks) are never kept, nor a quick hash of a request with one
 * (passwords).
 */
@Component
final class IdempotencyFilter extends OncePerRequestFilter {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern LOCK_TOKENS =
            Pattern.compile(Pattern.quote(Answers.BASE) + "/locks/[^/]*/tokens.*");
    private static final int MAX_KEY = 200;
    private static final int MAX_BODY = 1 << 20;

    private final Replays replays;
    private final HandlerExceptionResolver problems;

    IdempotencyFilter(
            Replays replays,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.replays = replays;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || !request.getRequestURI().startsWith(Answers.BASE + "/")
                || request.getRequestURI().startsWith(Answers.BASE + "/tokens")
                || LOCK_TOKENS.matcher(request.getRequestURI()).matches()
                || request.getRequestURI().startsWith(Answers.BASE + "/users")
                || request.getRequestURI().startsWith(Answers.BASE + "/webhooks")
                || "true".equals(request.getParameter("dryRun"));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null || !(who.getPrincipal() instanceof Identity caller)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        String key = request.getHeader(HEADER).strip();
        if (body.length > MAX_BODY) {
            refuse(request, response, 413, "body-too-large", "The body is over 1 MiB.");
        } else if (key.isEmpty() || key.length() > MAX_KEY) {
            refuse(
                    request,
                    response,
                    400,
                    "idempotency-key-invalid",
                    "An Idempotency-Key has 1 to 200 characters.");
        } else {
            answer(
                    new Buffered(request, body),
                    response,
                    chain,
                    "token " + caller.tokenId(),
                    key,
                    body);
        }
    }

    private void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            String caller,
            String key,
            byte[] body)
            throws ServletException, IOException {
        switch (replays.claim(caller, key, hash(request, body))) {
            case Replay.First() -> run(request, response, chain, caller, key);
            case Replay.Again(Replay.Answer answer) -> again(response, answer);
            case Replay.Running() ->
                    refuse(
                            request,
                            response,
                            409,
                            "idempotency-key-in-use",
                            "The first request with this Idempotency-Key has not ended; ask again later.");
            case Replay.Another() ->
                    refuse(
                            request,
                            response,
                            422,
                            "idempotency-key-reused",
                            "This Idempotency-Key was used for another request; make a new one.");
        }
    }

    private void run(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            String caller,
            String key)
            throws ServletException, IOException {
        ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, kept);
            if (kept.getStatus() < 400) {
                replays.keep(
                        caller,
                        key,
                        new Replay.Answer(
                                kept.getStatus(),
                                kept.getHeader("Location"),
                                kept.getHeader("ETag"),
                                kept.getContentType(),
                                new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8)));
                answered = true;
            }
        } finally {
            if (!answered) {
                // Refused or failed: nothing was done, so that it may be tried again.
                replays.forget(caller, key);
            }
            kept.copyBodyToResponse();
        }
    }

    private static void again(HttpServletResponse response, Replay.Answer answer)
            throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Idempotency-Replayed", "true");
        header(response, "Location", answer.location());
        header(response, "ETag", answer.etag());
        header(response, "Content-Type", answer.contentType());
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void header(HttpServletResponse response, String name, @Nullable String value) {
        if (value != null) {
            response.setHeader(name, value);
        }
    }

    private void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String code,
            String detail) {
        problems.resolveException(
                request, response, null, ProblemException.of(status, code, detail));
    }

    private static String hash(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (request.getRequestURI()
                                    + "\n"
                                    + request.getQueryString()
                                    + "\n"
                                    + request.getHeader("If-Match")
                                    + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The request with a body that was read already. */
    private static final class Buffered extends HttpServletRequestWrapper {

        private final byte[] body;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("the body is read already");
                }

                @Override
                public int read() {
                    return in.read();
                }
            };
        }
    }
}
