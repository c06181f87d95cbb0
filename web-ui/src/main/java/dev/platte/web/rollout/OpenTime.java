package dev.platte.web.rollout;

import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the time of a rollout ran, from its history: a pause is a gap, and what is still to come is
 * taken to run without one.
 */
final class OpenTime {

    /**
     * A stretch in which it ran.
     *
     * @param before what had passed when it began
     * @param end absent: it still runs
     */
    private record Stretch(Instant from, Duration before, @Nullable Instant end) {

        Duration at(Instant time) {
            Instant until = end != null && end.isBefore(time) ? end : time;
            return until.isBefore(from) ? before : before.plus(Duration.between(from, until));
        }
    }

    /** A stretch in which it stood still; absent end: it still does. */
    record Gap(Instant from, @Nullable Instant end) {}

    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    private OpenTime() {}

    static OpenTime of(Rollout rollout, List<RolloutEvent> history) {
        OpenTime time = new OpenTime();
        boolean waits = rollout.pace().canaries().hosts() > 0;
        for (RolloutEvent event : history) {
            switch (event.what()) {
                case CREATED -> {
                    if (!waits) {
                        time.run(event.at());
                    }
                }
                case CANARIES_THROUGH -> time.run(soaked(rollout, event));
                case RESUMED -> {
                    time.endGap(event.at());
                    time.run(event.at());
                }
                case PAUSED, HALTED -> {
                    time.stand(event.at());
                    time.gaps.add(new Gap(event.at(), null));
                }
                case COMPLETED, SUPERSEDED -> {
                    time.stand(event.at());
                    time.endGap(event.at());
                }
                case FRAME_REACHED, POLICY_CHANGED -> {
                    // They tell of the ramp and change nothing of its time.
                }
            }
        }
        return time;
    }

    private static Instant soaked(Rollout rollout, RolloutEvent event) {
        Instant since = rollout.pace().time().runningSince();
        return since != null && rollout.pace().time().before().isZero()
                ? since
                : event.at().plus(rollout.pace().canaries().soak());
    }

    private void run(Instant from) {
        if (stretches.isEmpty() || stretches.getLast().end() != null) {
            Duration before = stretches.isEmpty() ? Duration.ZERO : at(from);
            stretches.add(new Stretch(from, before, null));
        }
    }

    private void stand(Instant at) {
        if (!stretches.isEmpty() && stretches.getLast().end() == null) {
            Stretch last = stretches.removeLast();
            stretches.add(new Stretch(last.from(), last.before(), at));
        }
    }

    private void endGap(Instant at) {
        if (!gaps.isEmpty() && gaps.getLast().end() == null) {
            gaps.add(new Gap(gaps.removeLast().from(), at));
        }
    }

    /** What had passed, or will have. */
    Duration at(Instant time) {
        Duration passed = Duration.ZERO;
        for (Stretch stretch : stretches) {
            if (!stretch.from().isAfter(time)) {
                passed = stretch.at(time);
            }
        }
        return passed;
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** When so much will have passed; empty while it stands still before that. */
    Optional<Instant> reaches(Duration elapsed) {
        for (Stretch stretch : stretches) {
            Instant at = stretch.from().plus(elapsed.minus(stretch.before()));
            if (stretch.end() == null || !at.isAfter(stretch.end())) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
