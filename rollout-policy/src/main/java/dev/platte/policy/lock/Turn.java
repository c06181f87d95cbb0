package dev.platte.policy.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a host that asks for a slot gets. */
public sealed interface Turn {

    /** The slot is its own. */
    record Go() implements Turn {}

    /**
     * Not now.
     *
     * @param retryAfter when to ask again; whoever asks adds some chance of their own
     */
    record Wait(WaitReason reason, Duration retryAfter) implements Turn {}

    /**
     * Whether a host that holds no slot may take one now. Of all reasons against it the one that
     * lasts longest is told.
     *
     * @param now of the clock that all replicas share
     */
    static Turn of(LockRules rules, Occupancy group, Candidate host, Instant now) {
        WaitReason reason = against(rules, group, host, now);
        if (reason == null) {
            reason = full(rules, group, host);
        }
        return reason == null ? new Go() : new Wait(reason, retryAfter(reason, now));
    }

    /**
     * Whether a host that holds a slot may still use it: all but the room is asked again, so that
     * what was stopped meanwhile stops also who has not gone down yet.
     */
    static Turn again(LockRules rules, Occupancy group, Candidate host, Instant now) {
        WaitReason reason = against(rules, group, host, now);
        return reason == null ? new Go() : new Wait(reason, retryAfter(reason, now));
    }

    private static @Nullable WaitReason against(
            LockRules rules, Occupancy group, Candidate host, Instant now) {
        int limit = rules.limit().of(group.hosts());
        if (group.frozen() != null) {
            return new WaitReason.Frozen(group.frozen());
        }
        if (limit == 0) {
            return new WaitReason.Frozen("the limit is " + rules.limit());
        }
        if (group.isSpent(rules)) {
            return new WaitReason.BudgetSpent(
                    group.overdue(), group.failures(), rules.budget().orElseThrow());
        }
        if (host.rolloutStopped() != null) {
            return new WaitReason.RolloutStopped(host.rolloutStopped());
        }
        if (host.notEligible() != null) {
            return new WaitReason.NotEligible(host.notEligible());
        }
        if (!rules.windows().isOpen(now)) {
            return new WaitReason.WindowClosed(rules.windows().nextOpen(now).orElse(null));
        }
        return canaries(rules.order(), host, now);
    }

    private static @Nullable WaitReason full(LockRules rules, Occupancy group, Candidate host) {
        int limit = rules.limit().of(group.hosts());
        // Those before it that could go have a slot each kept for them.
        return host.position() <= limit - group.taken()
                ? null
                : new WaitReason.SlotsTaken(host.position(), group.taken(), limit);
    }

    private static @Nullable WaitReason canaries(
            LockRules.Order order, Candidate host, Instant now) {
        Candidate.CanariesBack back = host.canariesBack();
        if (host.canary() || back == null || order.canaryRule().hosts() == 0) {
            return null;
        }
        Instant last = back.last();
        Optional<Instant> soaked =
                last == null ? Optional.empty() : order.canaryRule().soakedAt(back.hosts(), last);
        if (soaked.filter(at -> !at.isAfter(now)).isPresent()) {
            return null;
        }
        return new WaitReason.CanariesFirst(
                back.hosts(), order.canaryRule().hosts(), soaked.orElse(null));
    }

    /** Who is next soon asks soon; ten thousand behind each other need not. */
    private static Duration retryAfter(WaitReason reason, Instant now) {
        Duration least = Duration.ofSeconds(15);
        Duration most = Duration.ofMinutes(5);
        return switch (reason) {
            case WaitReason.SlotsTaken(int position, int taken, int limit) ->
                    clamp(least.multipliedBy(Math.max(1, position - (limit - taken))), least, most);
            case WaitReason.WindowClosed(Instant opens) ->
                    opens == null
                            ? Duration.ofHours(1)
                            : clamp(Duration.between(now, opens), least, Duration.ofHours(1));
            case WaitReason.CanariesFirst(long _, int _, Instant soaked) ->
                    soaked == null
                            ? Duration.ofMinutes(1)
                            : clamp(Duration.between(now, soaked), least, most);
            case WaitReason.Frozen _,
                    WaitReason.BudgetSpent _,
                    WaitReason.RolloutStopped _,
                    WaitReason.NotEligible _ ->
                    most;
        };
    }

    private static Duration clamp(Duration value, Duration least, Duration most) {
        return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
    }
}
