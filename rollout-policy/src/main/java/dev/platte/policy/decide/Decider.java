package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.UnreadableVersion;
import dev.platte.policy.decide.Decision.NeedsGrant;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Preliminary;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.policy.decide.Standing.Attempt;
import dev.platte.policy.decide.Standing.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets what now, and why. Pure: equal facts give equal decisions, and no facts make it throw.
 *
 * <p>All who need the answer ask here: the poll, "why does this host not update?", the dry run of a
 * promotion, the simulator. The poll path:
 *
 * <pre>{@code
 * switch (Decider.decide(facts)) {
 *     case UpToDate decision -> noupdate;              // no database read
 *     case NotNow decision -> noupdate;                // no database read
 *     case NeedsGrant decision ->                      // under the lock of the rollout's row:
 *         switch (Decider.settle(decision, standing, now)) {
 *             case Offer offer -> tally.afterGrant(...), an attempt row, and the update;
 *             case NotNow, UpToDate -> noupdate;
 *         }
 * }
 * }</pre>
 *
 * <p>A {@link NotNow} too may be settled, and should be where the host's row says that it has an
 * attempt open: what only holds a beginning (window, ramp, canaries, limits) does not hold who has
 * begun, so that a download cut off at the end of the window is not counted as a failure.
 */
public final class Decider {

    /** What keeps a host from the rolling release but not from the stable one. */
    private static final Set<Reason.Code> ROLLING_ONLY =
            EnumSet.of(
                    Reason.Code.RAMP_NOT_REACHED,
                    Reason.Code.CANARIES_FIRST,
                    Reason.Code.ROLLOUT_PAUSED,
                    Reason.Code.HALTED,
                    Reason.Code.WITHDRAWN,
                    Reason.Code.OUTSIDE_PREFIX);

    private Decider() {}

    /**
     * The first half: from the snapshot and the poll. Lists all that holds the host, not the first
     * only.
     */
    public static Preliminary decide(Facts facts) {
        return switch (facts.host().version()) {
            case UnreadableVersion version ->
                    new NotNow(
                            null,
                            join(
                                    List.of(new Reason.VersionUnreadable(version.text())),
                                    Course.ofHost(facts)));
            case ReadableVersion version ->
                    facts.host().holdAt(facts.now()) instanceof Host.Aimed aim
                            ? preliminary(Course.of(facts, version, aim))
                            : byTargets(facts, version);
        };
    }

    /**
     * The second half: from what only the database knows. Also adds the limits to the reasons of a
     * {@link NotNow}, for those who want to know everything.
     *
     * @param now the instant of the facts
     */
    public static Settled settle(Preliminary decision, Standing standing, Instant now) {
        return switch (decision) {
            case UpToDate upToDate -> upToDate;
            case NotNow(@Nullable Move move, List<Reason> reasons) ->
                    move == null ? new NotNow(null, reasons) : settle(move, reasons, standing, now);
            case NeedsGrant(Move move, List<Reason> reasons) ->
                    settle(move, reasons, standing, now);
        };
    }

    /** Both halves: why does this host get what it gets? */
    public static Settled explain(Facts facts, Standing standing) {
        return settle(decide(facts), standing, facts.now());
    }

    private static Preliminary byTargets(Facts facts, ReadableVersion version) {
        Rollout first = facts.rolling() != null ? facts.rolling() : facts.stable();
        if (first == null) {
            return new NotNow(null, join(List.of(noPackage(facts)), Course.ofHost(facts)));
        }
        Course course = Course.of(facts, version, first);
        Rollout stable = facts.stable();
        if (stable == null || !first.target().version().isNewerThan(stable.target().version())) {
            return preliminary(course);
        }
        return switch (course) {
            case Course.There there ->
                    Course.of(facts, version, stable) instanceof Course.Way way
                            ? preliminary(way)
                            : preliminary(there);
            case Course.Way way ->
                    way.holds().stream().map(Reason::code).anyMatch(ROLLING_ONLY::contains)
                                    && Course.of(facts, version, stable) instanceof Course.Way other
                            ? preliminary(meanwhile(way, other))
                            : preliminary(way);
        };
    }

    private static Course.Way meanwhile(Course.Way rolling, Course.Way stable) {
        List<Reason> why = new ArrayList<>(stable.why());
        why.add(
                new Reason.StableMeanwhile(
                        stable.move().target().version(),
                        rolling.move().target().version(),
                        rolling.holds()));
        return new Course.Way(stable.move(), why, stable.holds());
    }

    private static Preliminary preliminary(Course course) {
        return switch (course) {
            case Course.There(Reason why) -> new UpToDate(List.of(why));
            case Course.Way(Move move, List<Reason> why, List<Reason> holds) ->
                    holds.isEmpty()
                            ? new NeedsGrant(move, why)
                            : new NotNow(move, join(holds, why));
        };
    }

    private static Reason noPackage(Facts facts) {
        var architecture = facts.host().architecture();
        return new Reason.NoPackageForArch(
                facts.group().name(), architecture == null ? "" : architecture.name());
    }

    private static Settled settle(
            Move wanted, List<Reason> reasons, Standing standing, Instant now) {
        Attempt open = standing.open();
        List<Reason> holds = new ArrayList<>(with(reasons, Reason.Effect.HOLDS_ALL));
        List<Reason> why = new ArrayList<>(with(reasons, Reason.Effect.TELLS));
        Move move = wanted;
        if (wanted.delta() && standing.failed().contains(wanted.to().id())) {
            move = wanted.withoutDelta();
            why.add(new Reason.DeltaFailed(wanted.to().version()));
        }
        if (open != null && open.stage() == Stage.INSTALLED) {
            holds.add(new Reason.AttemptOpen(open.stage()));
            return new NotNow(move, join(holds, why));
        }
        if (open != null && isFor(open, move)) {
            return holds.isEmpty()
                    ? new Offer(
                            move,
                            Slot.HELD,
                            join(List.of(new Reason.GrantedBefore(open.stage())), why))
                    : new NotNow(move, join(holds, why));
        }
        holds.addAll(with(reasons, Reason.Effect.HOLDS_START));
        holds.addAll(counted(move, standing, now));
        return holds.isEmpty()
                ? new Offer(move, open == null ? Slot.NEW : Slot.REPLACED, why)
                : new NotNow(move, join(holds, why));
    }

    private static boolean isFor(Attempt open, Move move) {
        return open.releaseId().equals(move.to().id()) && sameRollout(open, move);
    }

    private static boolean sameRollout(Attempt open, Move move) {
        return Objects.equals(open.rolloutId(), move.rolloutId());
    }

    /**
     * What forbids a new attempt only: the limits, and a fall-back. An aimed host has nobody's
     * limits.
     */
    private static List<Reason> counted(Move move, Standing standing, Instant now) {
        List<Reason> holds = new ArrayList<>();
        String rolloutId = move.rolloutId();
        if (rolloutId == null) {
            return holds;
        }
        if (standing.fellBackFrom().stream()
                .anyMatch(version -> version.standsWith(move.to().version()))) {
            holds.add(new Reason.FailedBefore(move.to().version()));
        }
        Attempt open = standing.open();
        boolean givesBack = open != null && sameRollout(open, move) && open.stage().holdsSlot();
        var tally =
                givesBack && standing.tally().open() > 0
                        ? standing.tally().afterRelease()
                        : standing.tally();
        if (!tally.hasSlot(move.limits())) {
            holds.add(new Reason.LimitAtOnce(rolloutId, move.limits().atOnce(), tally.open()));
        }
        tally.fullUntil(move.limits(), now)
                .map(
                        next ->
                                new Reason.LimitPerPeriod(
                                        rolloutId,
                                        move.limits().perPeriod(),
                                        move.limits().period(),
                                        next))
                .ifPresent(holds::add);
        return holds;
    }

    private static List<Reason> with(List<Reason> reasons, Reason.Effect effect) {
        return reasons.stream().filter(reason -> reason.code().effect() == effect).toList();
    }

    private static List<Reason> join(List<Reason> first, List<Reason> second) {
        List<Reason> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
