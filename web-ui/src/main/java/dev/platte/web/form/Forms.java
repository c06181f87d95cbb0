package dev.platte.web.form;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.access.Replay;
import dev.platte.db.access.Replays;
import dev.platte.db.verb.RefusedException;
import dev.platte.web.page.Catalogue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what forms ask for, once: whoever presses twice, sends again after the network failed, or
 * goes back and sends once more, gets the first answer again.
 */
@Component
public final class Forms {

    private static final int MAX_ONCE = 100;

    /** Says only that there was an answer. */
    private static final Replay.Answer SHOWN =
            new Replay.Answer(HttpStatus.OK.value(), null, null, null, "");

    private final Replays replays;
    private final Audit audit;
    private final Catalogue catalogue;

    Forms(Replays replays, Audit audit, Catalogue catalogue) {
        this.replays = replays;
        this.audit = audit;
        this.catalogue = catalogue;
    }

    /**
     * Runs a verb for a form, unless it was run for it already, and leads on to the next page.
     *
     * @param subject what it changes, as the audit trail names it: to say who changed it meanwhile
     * @throws RefusedException as the verb does; nothing was done, and the form may be sent again
     */
    public ResponseEntity<Void> once(Sent sent, String subject, Supplier<Done> verb) {
        return once(sent, () -> subject, verb);
    }

    /**
     * The same for verbs after which what they changed is gone: sent again, the form must not be
     * told that there is no such thing, so it is looked for by the verb.
     *
     * @param subject asked only when somebody changed it meanwhile
     */
    public ResponseEntity<Void> once(Sent sent, Supplier<String> subject, Supplier<Done> verb) {
        return claim(sent)
                .map(answer -> JsonMapper.shared().readValue(answer.body(), Done.class))
                .map(done -> lead(done, sent))
                .orElseGet(
                        () -> {
                            Done done = first(sent, subject, verb, Forms::answer);
                            catalogue.refresh();
                            return lead(done, sent);
                        });
    }

    /**
     * Runs a verb whose answer holds a secret: it is for the page that answers this form, and kept
     * nowhere. Whoever sends the form again is told so.
     *
     * @throws RefusedException {@code secret-shown}, and as the verb does
     */
    public <T> T shownOnce(Sent sent, String subject, Supplier<T> verb) {
        if (claim(sent).isPresent()) {
            throw RefusedException.conflict(
                    "secret-shown",
                    "This was done already, and its secret was shown then, once. Did you not get to see it? End what was made, and make another.");
        }
        return first(sent, () -> subject, verb, done -> SHOWN);
    }

    /** The answer that was given to this form before; empty: it is to be done now. */
    private Optional<Replay.Answer> claim(Sent sent) {
        String key = sent.text(Sent.ONCE);
        if (key.isEmpty() || key.length() > MAX_ONCE) {
            throw RefusedException.invalid(
                    "form-incomplete",
                    "This form was not made by this server; load its page again.");
        }
        return switch (replays.claim(caller(sent), key, hash(sent))) {
            case Replay.First() -> Optional.empty();
            case Replay.Again(Replay.Answer answer) -> Optional.of(answer);
            case Replay.Running() ->
                    throw RefusedException.conflict(
                            "form-running",
                            "This was sent a moment ago and is still being done; it is not done twice. Wait, then send again to see what came of it.");
            case Replay.Another() ->
                    throw RefusedException.conflict(
                            "form-done",
                            "This form was sent and done already, with other words. Load its page again to do it once more.");
        };
    }

    private <T> T first(
            Sent sent,
            Supplier<String> subject,
            Supplier<T> verb,
            Function<T, Replay.Answer> answer) {
        boolean kept = false;
        try {
            T done = verb.get();
            replays.keep(caller(sent), sent.text(Sent.ONCE), answer.apply(done));
            kept = true;
            return done;
        } catch (RefusedException e) {
            throw e.kind() == RefusedException.Kind.STALE ? stale(e, subject.get()) : e;
        } finally {
            if (!kept) {
                replays.forget(caller(sent), sent.text(Sent.ONCE));
            }
        }
    }

    private static String caller(Sent sent) {
        return "page " + sent.who().identity().userId();
    }

    private static Replay.Answer answer(Done done) {
        return new Replay.Answer(
                HttpStatus.SEE_OTHER.value(),
                done.location(),
                null,
                null,
                JsonMapper.shared().writeValueAsString(done));
    }

    private RuntimeException stale(RefusedException refusal, String subject) {
        return audit.newest(subject, null, 1).stream()
                .findFirst()
                .<RuntimeException>map(last -> new StaleException(refusal, last))
                .orElse(refusal);
    }

    private ResponseEntity<Void> lead(Done done, Sent sent) {
        ResponseEntity.BodyBuilder answer =
                sent.byScript()
                        ? ResponseEntity.status(HttpStatus.NO_CONTENT)
                                .header("HX-Redirect", done.location())
                        : ResponseEntity.status(HttpStatus.SEE_OTHER)
                                .location(URI.create(done.location()));
        return answer.header(HttpHeaders.SET_COOKIE, done.said().cookie()).build();
    }

    private static String hash(Sent sent) {
        try {
            byte[] content = sent.content().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A form about something that was changed after it was opened. */
    static final class StaleException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient AuditRow last;

        StaleException(RefusedException refusal, AuditRow last) {
            super(refusal.getMessage(), refusal);
            this.last = last;
        }

        /** The change that its sender has not seen. */
        AuditRow last() {
            return last;
        }
    }
}
