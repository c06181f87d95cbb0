package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code status} tells: update_engine's five fields, and what its users miss: why, since when,
 * what went wrong last, and what comes next.
 *
 * @param now what is going on
 * @param checks when the server was and will be asked
 * @param update what is or was offered; update_engine shows 0.0.0 and 0 without one
 * @param lastError stays until something succeeds
 * @param next what comes next, in words
 * @param reboot how far it is with the reboot
 */
public record Situation(
        Now now,
        Checks checks,
        Update update,
        Optional<LastError> lastError,
        String next,
        Reboot reboot) {

    public Situation {
        requireNonNull(now, "now");
        requireNonNull(checks, "checks");
        requireNonNull(update, "update");
        requireNonNull(lastError, "lastError");
        requireNonNull(next, "next");
        requireNonNull(reboot, "reboot");
    }

    /**
     * The state in words.
     *
     * @param status update_engine's name of it
     * @param phase our own, finer name: {@code idle}, {@code held-back}, {@code throttled}, ...
     * @param since when it began
     * @param reason why this state
     */
    public record Now(String status, String phase, Instant since, String reason) {
        public Now {
            requireNonNull(status, "status");
            requireNonNull(phase, "phase");
            requireNonNull(since, "since");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * Checks.
     *
     * @param last the last one that the server answered; empty before any
     * @param next when the daemon asks again; empty while none runs
     */
    public record Checks(Optional<Instant> last, Optional<Instant> next) {
        public Checks {
            requireNonNull(last, "last");
            requireNonNull(next, "next");
        }
    }

    /**
     * The update that the state is about.
     *
     * @param size of the payload in bytes
     * @param progress of its download, 0 to 1
     * @param bytesPerSecond at which it comes, since this process began it; 0 while none comes
     */
    public record Update(String version, long size, double progress, long bytesPerSecond) {
        /** None. */
        public static final Update NONE = new Update("0.0.0", 0, 0, 0);

        public Update {
            requireNonNull(version, "version");
        }

        /** How long the rest of the download takes at this rate; empty when that is not known. */
        public Optional<Duration> remaining() {
            return bytesPerSecond == 0
                    ? Optional.empty()
                    : Optional.of(
                            Duration.ofSeconds(Math.round(size * (1 - progress) / bytesPerSecond)));
        }
    }

    /**
     * The way to the reboot and back.
     *
     * @param phase where it is: {@code blocked}, {@code queued}, {@code draining}, ...; empty when
     *     nothing waits for a reboot
     * @param words the one reason, for people; empty when there is nothing to say
     * @param kind what stops it, as one of few words; empty when nothing does
     * @param waitingSince since when a reboot is wanted
     * @param slotSince since when this host holds a reboot slot
     * @param position in the queue for one, counted from 1, where the lock says it
     */
    public record Reboot(
            String phase,
            String words,
            String kind,
            Optional<Instant> waitingSince,
            Optional<Instant> slotSince,
            Optional<Long> position) {
        /** Nothing waits for one. */
        public static final Reboot NONE =
                new Reboot("", "", "", Optional.empty(), Optional.empty(), Optional.empty());

        public Reboot {
            requireNonNull(phase, "phase");
            requireNonNull(words, "words");
            requireNonNull(kind, "kind");
            requireNonNull(waitingSince, "waitingSince");
            requireNonNull(slotSince, "slotSince");
            requireNonNull(position, "position");
        }

        /** What is left of it where nobody is at it any more: since when. */
        public Reboot unattended() {
            return new Reboot("", "", "", waitingSince, slotSince, Optional.empty());
        }
    }

    /** What ended an attempt, and when. */
    public record LastError(Failure failure, Instant at) {
        public LastError {
            requireNonNull(failure, "failure");
            requireNonNull(at, "at");
        }
    }

    /** update_engine's name of the state. */
    public String status() {
        return now.status();
    }

    /** Why this state. */
    public String reason() {
        return now.reason();
    }

    /** Before anything happened. */
    static Situation first(Instant at) {
        return new Situation(
                new Now(new State.Idle().status(), "idle", at, "no check was made yet"),
                new Checks(Optional.empty(), Optional.empty()),
                Update.NONE,
                Optional.empty(),
                "",
                Reboot.NONE);
    }

    Situation withChecks(Checks other) {
        return new Situation(now, other, update, lastError, next, reboot);
    }

    Situation withUpdate(Update other) {
        return new Situation(now, checks, other, lastError, next, reboot);
    }

    Situation withNext(String words, Reboot other) {
        return new Situation(now, checks, update, lastError, words, other);
    }

    Situation withoutError() {
        return new Situation(now, checks, update, Optional.empty(), next, reboot);
    }
}
