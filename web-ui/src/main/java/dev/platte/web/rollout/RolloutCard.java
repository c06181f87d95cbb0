package dev.platte.web.rollout;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Failures;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.web.fleet.Counts;
import dev.platte.web.page.Mark;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rollout at a glance: where it leads, how far it is, how much it hurts.
 *
 * @param group absent: it was made after the catalogue was read
 * @param target the version it leads to
 * @param from the version that its group's last completed rollout led to; absent: it is the first
 * @param reason why nobody moves; absent: hosts move
 * @param causes what went wrong, the most frequent first
 */
public record RolloutCard(
        ApplicationSnapshot owner,
        Rollout rollout,
        @Nullable Group group,
        String target,
        @Nullable String from,
        @Nullable String reason,
        Progress progress,
        Failing failing,
        List<Failures.Cause> causes) {

    /** What hurts first, then what waits for a person. */
    public static final Comparator<RolloutCard> WORST_FIRST =
            Comparator.comparingInt(RolloutCard::urgency)
                    .thenComparing(card -> -card.rollout().id());

    public RolloutCard {
        causes = List.copyOf(causes);
    }

    static RolloutCard of(
            ApplicationSnapshot application,
            Rollout rollout,
            Counts counts,
            List<Failures.Cause> causes) {
        Group group =
                application.groups().stream()
                        .filter(found -> Objects.equals(found.id(), rollout.groupId()))
                        .findFirst()
                        .orElse(null);
        String target = version(application, rollout.packageId()).orElse("?");
        return new RolloutCard(
                application,
                rollout,
                group,
                target,
                Optional.ofNullable(rollout.previousPackageId())
                        .flatMap(id -> version(application, id))
                        .orElse(null),
                reason(rollout, group),
                Progress.of(counts.in(rollout.groupId(), rollout.arch()), target),
                Failing.of(rollout),
                causes.stream().filter(cause -> cause.rolloutId() == rollout.id()).toList());
    }

    private static Optional<String> version(ApplicationSnapshot application, long packageId) {
        return application.findPackage(packageId).map(UpdatePackage::version);
    }

    private static @Nullable String reason(Rollout rollout, @Nullable Group group) {
        boolean groupIsPaused = group != null && group.paused();
        if (rollout.state() == RolloutState.RUNNING && groupIsPaused) {
            return "Its group is paused: " + group.pausedReason();
        }
        return rollout.stateReason();
    }

    /** The address of its page. */
    public String path() {
        return "/rollouts/" + rollout.uid();
    }

    /** Its group, where it is known. */
    public String groupName() {
        return group == null ? "a group made just now" : group.track();
    }

    /** What went wrong most often, in words; absent: nothing did. */
    public @Nullable String worstCause() {
        return causes.isEmpty() ? null : words(causes.getFirst());
    }

    /** A cause in words. */
    public static String words(Failures.Cause cause) {
        Long code = cause.errorCode();
        return code == null
                ? Mark.of(cause.state()).meaning()
                : ErrorCode.of(code.intValue()).toString();
    }

    /** Hosts that it has to move, or has moved: without those that had its version before. */
    public long toMove() {
        return progress.left()
                + progress.moving()
                + progress.hurt()
                + Math.min(progress.there(), rollout.counted().outcomes().updated());
    }

    /** Those of them that have begun. */
    public long begun() {
        return rollout.counted().tally().open() + rollout.counted().outcomes().resolved();
    }

    /** A rollout that runs in a paused group moves nobody, and does not look as if it did. */
    public Mark mark() {
        return rollout.state() == RolloutState.RUNNING && inPausedGroup()
                ? Mark.of(RolloutState.PAUSED)
                : Mark.of(rollout.state());
    }

    /** Whether it was stopped for what it did. */
    public boolean halted() {
        return rollout.state() == RolloutState.HALTED;
    }

    /** Whether hosts move. */
    public boolean running() {
        return rollout.state() == RolloutState.RUNNING && !inPausedGroup();
    }

    /** Whether somebody should look now: it is halted, or runs and fails more than it may. */
    public boolean hurts() {
        return halted() || running() && failing.over();
    }

    private boolean inPausedGroup() {
        return group != null && group.paused();
    }

    private int urgency() {
        if (hurts()) {
            return halted() ? 0 : 1;
        }
        return switch (rollout.state()) {
            case PAUSED -> 2;
            case RUNNING, HALTED -> 3;
            case COMPLETED, SUPERSEDED -> 4;
        };
    }
}
