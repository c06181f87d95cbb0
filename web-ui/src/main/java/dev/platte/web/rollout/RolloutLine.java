package dev.platte.web.rollout;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Place;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.policy.health.Outcomes;
import dev.platte.web.page.Mark;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One rollout that moves hosts, or would.
 *
 * @param group absent: it was made after the catalogue was read
 * @param target the version it leads to
 * @param reason why nobody moves; absent: hosts move
 * @param rate failures of what the halt rule judges, and what it allows, in words; empty when the
 *     reason says it already
 */
public record RolloutLine(
        Rollout rollout,
        @Nullable Group group,
        String target,
        @Nullable String reason,
        String rate) {

    /** What hurts first, then what waits for a person. */
    private static final Comparator<RolloutLine> WORST_FIRST =
            Comparator.comparingInt((RolloutLine line) -> urgency(line.rollout().state()))
                    .thenComparing(line -> -line.rollout().id());

    /**
     * Those of an application that are rolling, the worst first.
     *
     * @param current all that are rolling or stable anywhere
     */
    public static List<RolloutLine> of(ApplicationSnapshot application, List<Rollout> current) {
        return current.stream()
                .filter(rollout -> rollout.applicationId() == application.application().id())
                .filter(rollout -> rollout.place() == Place.ROLLING)
                .map(rollout -> line(application, rollout))
                .sorted(WORST_FIRST)
                .toList();
    }

    private static RolloutLine line(ApplicationSnapshot application, Rollout rollout) {
        Group group =
                application.groups().stream()
                        .filter(found -> Objects.equals(found.id(), rollout.groupId()))
                        .findFirst()
                        .orElse(null);
        return new RolloutLine(
                rollout,
                group,
                application
                        .findPackage(rollout.packageId())
                        .map(UpdatePackage::version)
                        .orElse("?"),
                reason(rollout, group),
                rate(rollout));
    }

    private static @Nullable String reason(Rollout rollout, @Nullable Group group) {
        boolean groupIsPaused = group != null && group.paused();
        if (rollout.state() == RolloutState.RUNNING && groupIsPaused) {
            return "Its group is paused: " + group.pausedReason();
        }
        return rollout.stateReason();
    }

    private static String rate(Rollout rollout) {
        if (rollout.crossed() != null) {
            return "";
        }
        Outcomes judged = rollout.counted().judged();
        double allowed = rollout.pace().halt().allowed() * 100;
        if (judged.resolved() == 0) {
            return String.format(Locale.ROOT, "none ended yet; %.1f %% may fail", allowed);
        }
        return String.format(
                Locale.ROOT,
                "%d of %d failed, %.1f %%; %.1f %% may",
                judged.failures(),
                judged.resolved(),
                100.0 * judged.failures() / judged.resolved(),
                allowed);
    }

    /** A rollout that runs in a paused group moves nobody, and does not look as if it did. */
    public Mark mark() {
        return rollout.state() == RolloutState.RUNNING && group != null && group.paused()
                ? Mark.of(RolloutState.PAUSED)
                : Mark.of(rollout.state());
    }

    /** Whether it was stopped for what it did. */
    public boolean halted() {
        return rollout.state() == RolloutState.HALTED;
    }

    private static int urgency(RolloutState state) {
        return switch (state) {
            case HALTED -> 0;
            case PAUSED -> 1;
            case RUNNING -> 2;
            case COMPLETED, SUPERSEDED -> 3;
        };
    }
}
