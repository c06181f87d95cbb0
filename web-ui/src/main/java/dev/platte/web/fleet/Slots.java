package dev.platte.web.fleet;

import dev.platte.db.fleet.Attempt;
import dev.platte.db.fleet.Host;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host's two slots hold, as far as what it has said tells.
 *
 * @param running the version that it runs
 * @param other what the other slot holds; absent: not known
 * @param note what that means
 * @param tone how the other slot looks
 */
record Slots(String running, @Nullable String other, String note, String tone) {

    static Slots of(Host host, List<AttemptLine> attempts) {
        String running = host.facts().version();
        AttemptLine last = attempts.isEmpty() ? null : attempts.getFirst();
        if (last == null) {
            return new Slots(running, null, "It has not been offered anything yet.", "idle");
        }
        Attempt attempt = last.attempt();
        String to = last.toVersion();
        return switch (attempt.state()) {
            case GRANTED ->
                    new Slots(running, to, "was offered; nothing of it is written yet.", "offered");
            case DOWNLOADING, DOWNLOADED ->
                    new Slots(running, to, "is being written; it cannot boot yet.", "moving");
            case INSTALLED ->
                    new Slots(running, to, "is written; the next boot starts it.", "waiting");
            case COMPLETE ->
                    running.equals(to)
                            ? new Slots(
                                    running,
                                    attempt.fromVersion(),
                                    "is the way back, should this one fail.",
                                    "idle")
                            : new Slots(
                                    running, null, "It was changed by other hands since.", "idle");
            case FELL_BACK ->
                    new Slots(running, to, "did not boot well; it came back from it.", "fell-back");
            case FAILED -> new Slots(running, to, "could not be installed.", "failed");
            case TIMED_OUT ->
                    new Slots(running, to, "was on its way when the host fell silent.", "silent");
            case UNKNOWN, REPLACED -> new Slots(running, null, "Not known.", "idle");
        };
    }

    /** Whether the other slot boots next. */
    public boolean flips() {
        return tone.equals("waiting");
    }
}
