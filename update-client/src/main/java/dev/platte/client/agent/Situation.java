package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Failure;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code status} tells: update_engine's five fields, and what its users miss: why, since when,
 * what went wrong last, and what comes next. Written at every change, so that any process can read
 * it.
 *
 * @param status update_engine's name of the state
 * @param reason in words, why this state
 * @param lastChecked the last check that the server answered; empty before any
 * @param update what is or was offered; update_engine shows 0.0.0 and 0 without one
 * @param lastError stays until something succeeds
 * @param nextCheck when the daemon asks again; empty while none runs
 */
public record Situation(
        String status,
        Instant since,
        String reason,
        Optional<Instant> lastChecked,
        Update update,
        Optional<LastError> lastError,
        Optional<Instant> nextCheck) {
    private static final String RECORD = "agent";

    public Situation {
        requireNonNull(status, "status");
        requireNonNull(since, "since");
        requireNonNull(reason, "reason");
        requireNonNull(lastChecked, "lastChecked");
        requireNonNull(update, "update");
        requireNonNull(lastError, "lastError");
        requireNonNull(nextCheck, "nextCheck");
    }

    /**
     * The update that the state is about.
     *
     * @param size of the payload in bytes
     * @param progress of its download, 0 to 1
     */
    public record Update(String version, long size, double progress) {
        /** None. */
        public static final Update NONE = new Update("0.0.0", 0, 0);

        public Update {
            requireNonNull(version, "version");
        }
    }

    /** What ended an attempt, and when. */
    public record LastError(Failure failure, Instant at) {
        public LastError {
            requireNonNull(failure, "failure");
            requireNonNull(at, "at");
        }
    }

    /** Before anything happened. */
    static Situation first(Instant now) {
        return new Situation(
                new State.Idle().status(),
                now,
                "no check was made yet",
                Optional.empty(),
                Update.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /** The last one that was written in that directory; empty before any. */
    public static Optional<Situation> read(StateDir state) throws IOException {
        Optional<Fields> fields = state.read(RECORD);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Fields f = fields.get();
        Optional<LastError> error =
                f.instant("error.at")
                        .map(
                                at ->
                                        new LastError(
                                                new Failure(
                                                        ErrorCode.of(
                                                                f.number("error.code")
                                                                        .orElse(1L)
                                                                        .intValue()),
                                                        f.text("error.reason").orElse("")),
                                                at));
        return Optional.of(
                new Situation(
                        f.text("status").orElse(new State.Idle().status()),
                        f.instant("since").orElse(Instant.EPOCH),
                        f.text("reason").orElse(""),
                        f.instant("last-checked"),
                        new Update(
                                f.text("version").orElse(Update.NONE.version()),
                                f.number("size").orElse(0L),
                                f.number("received-permille").orElse(0L) / 1000.0),
                        error,
                        f.instant("next-check")));
    }

    void write(StateDir state) throws IOException {
        Fields fields =
                new Fields()
                        .with("status", status)
                        .with("since", since)
                        .with("reason", reason)
                        .with("version", update.version())
                        .with("size", update.size())
                        .with("received-permille", Math.round(update.progress() * 1000));
        lastChecked.ifPresent(at -> fields.with("last-checked", at));
        nextCheck.ifPresent(at -> fields.with("next-check", at));
        lastError.ifPresent(
                error ->
                        fields.with("error.at", error.at())
                                .with("error.code", error.failure().code().raw())
                                .with("error.reason", error.failure().reason()));
        state.write(RECORD, fields);
    }

    Situation withNextCheck(Instant at) {
        return new Situation(
                status, since, reason, lastChecked, update, lastError, Optional.of(at));
    }

    Situation checked(Instant now) {
        return new Situation(status, since, reason, Optional.of(now), update, lastError, nextCheck);
    }
}
