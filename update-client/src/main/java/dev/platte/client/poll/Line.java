package dev.platte.client.poll;

import dev.platte.client.config.Settings.Cup;
import dev.platte.client.http.Http;
import dev.platte.client.http.HttpFailure;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.cup.CupVerdict;
import dev.platte.omaha.cup.CupVerifier;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way of a request to the server and of its answer back: tries again as update_engine does, and
 * believes an answer only with its proof where a CUP key is configured.
 */
final class Line {
    private static final Logger LOG = System.getLogger(Line.class.getName());

    /** update_engine bounds nothing here; a real answer has about two kilobytes. */
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    /** What update_engine sends; a charset parameter is not part of it. */
    private static final String CONTENT_TYPE = "text/xml";

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final Http http;
    private final URI address;
    private final Optional<CupVerifier> cup;
    private final Pause pause;
    private final InstantSource clock;
    private final SecureRandom nonces = new SecureRandom();

    Line(Http http, URI address, Optional<Cup> cup, Pause pause, InstantSource clock) {
        this.http = http;
        this.address = address;
        this.cup = cup.map(key -> new CupVerifier(key.keyId(), key.key()));
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Posts a request.
     *
     * @param retries how often it is tried again when not one byte of an answer came
     */
    Exchange post(byte[] request, int retries) throws InterruptedException {
        int left = retries;
        while (true) {
            try {
                return once(request);
            } catch (HttpFailure e) {
                boolean tooLarge = e.kind() == HttpFailure.Kind.TOO_LARGE;
                ErrorCode code =
                        tooLarge ? ErrorCode.RESPONSE_INVALID : ErrorCode.ofHttpStatus(e.status());
                return failed(e.status(), code, e.getMessage());
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException e) {
                if (left-- == 0 || pause.isOver()) {
                    return failed(
                            0,
                            ErrorCode.ofHttpStatus(0),
                            "no answer from %s: %s".formatted(Http.shown(address), words(e)));
                }
                LOG.log(
                        Level.INFO,
                        "no answer from {0} ({1}), trying again",
                        Http.shown(address),
                        words(e));
                pause.of(RETRY_PAUSE);
            }
        }
    }

    private Exchange once(byte[] request) throws IOException, InterruptedException {
        // A nonce is good for one try: what was on the wire once may be known to others.
        Optional<CupChallenge> challenge =
                cup.map(verifier -> CupChallenge.fresh(verifier.keyId(), nonces));
        URI uri = challenge.map(c -> with(c.query(request))).orElse(address);
        Http.Answer answer = http.post(uri, CONTENT_TYPE, request, MOST_ANSWER_BYTES);
        Duration wait = RetryAfter.of(answer.headers(), clock).orElse(Duration.ZERO);
        int status = answer.status();
        if (status == 429 || status == 503 && !wait.isZero()) {
            return new Exchange.Busy(
                    new Pace(0, status, wait),
                    "%s is busy (HTTP status %d)".formatted(Http.shown(address), status));
        }
        if (status / 100 != 2) {
            return failed(
                    status,
                    ErrorCode.ofHttpStatus(status),
                    "%s answered with HTTP status %d".formatted(Http.shown(address), status));
        }
        String encoding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equals("identity")) {
            return failed(
                    status,
                    ErrorCode.RESPONSE_XML_PARSE,
                    "%s answers in the encoding %s, which nobody asked for"
                            .formatted(Http.shown(address), encoding));
        }
        if (challenge.isPresent()) {
            CupVerdict verdict = verdict(challenge.get(), request, answer);
            if (verdict != CupVerdict.TRUSTED) {
                return failed(0, ErrorCode.ofHttpStatus(0), words(verdict));
            }
        }
        return new Exchange.Answered(
                new Pace(0, status, wait), answer.body(), challenge.isPresent());
    }

    private CupVerdict verdict(CupChallenge challenge, byte[] request, Http.Answer answer) {
        return cup.orElseThrow()
                .verify(
                        challenge,
                        request,
                        answer.body(),
                        answer.headers().firstValue(CupProof.HEADER).orElse(null),
                        answer.headers().firstValue("ETag").orElse(null));
    }

    private String words(CupVerdict verdict) {
        String what =
                switch (verdict) {
                    case NO_PROOF -> "carries no proof (is CUP_KEY_ID known there?)";
                    case CORRUPT_PROOF -> "carries something that is no proof";
                    case REQUEST_CHANGED -> "is for another request than ours";
                    case NOT_TRUSTED -> "is not signed by the key of CUP_KEY, or was changed";
                    case TRUSTED -> "is trusted";
                };
        return "the answer from %s counts as none: it %s".formatted(Http.shown(address), what);
    }

    private URI with(String query) {
        String text = address.toString();
        return URI.create(text + (address.getRawQuery() == null ? "?" : "&") + query);
    }

    private static Exchange failed(int status, ErrorCode code, String reason) {
        return new Exchange.Failed(new Pace(0, status, Duration.ZERO), new Failure(code, reason));
    }

    private static InterruptedException interrupted(IOException cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException(cause.getMessage());
        e.initCause(cause);
        return e;
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
