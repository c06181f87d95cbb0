package dev.platte.web.lock;

import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockEvent;
import dev.platte.db.lock.LockSlot;
import dev.platte.policy.lock.LockRules;
import dev.platte.policy.lock.OverdueRule;
import dev.platte.policy.lock.SlotLimit;
import dev.platte.web.page.Mark;
import dev.platte.web.rollout.PolicyWords;
import java.time.Duration;

/** Slots, their rules and what happens to them, in words. */
final class SlotWords {

    private SlotWords() {}

    static String tone(LockSlot.State state) {
        return switch (state) {
            case HELD -> "held";
            case OVERDUE -> "overdue";
            case SETTLING -> "settling";
        };
    }

    static Mark mark(LockSlot.State state) {
        return switch (state) {
            case HELD ->
                    new Mark("moving", "Down", "It may be down until it says that it is back.");
            case OVERDUE ->
                    new Mark("silent", "Overdue", "It should be back, or have asked for longer.");
            case SETTLING ->
                    new Mark(
                            "done", "Settling", "It is back; the slot rests before the next goes.");
        };
    }

    static String limit(SlotLimit limit) {
        return switch (limit) {
            case SlotLimit.Hosts(int most) ->
                    most == 0
                            ? "Nobody may be down."
                            : most == 1 ? "One host at a time." : most + " hosts at a time.";
            case SlotLimit.Percent percent -> percent + " of its hosts at a time, at least one.";
        };
    }

    static String overdue(OverdueRule rule) {
        return switch (rule) {
            case OverdueRule.Hold() -> "It keeps its slot until somebody looks.";
            case OverdueRule.ReclaimRetired() -> "Its slot is taken back once it is retired.";
            case OverdueRule.ReclaimAfter(Duration late) ->
                    "Its slot is taken back when it is " + PolicyWords.length(late) + " late.";
        };
    }

    static String order(LockRules.Order order) {
        String first =
                order.canaries().isEmpty()
                        ? "Who came first goes first"
                        : order.canaries().size() + " canaries first, then who came first";
        return order.priorities().isEmpty()
                ? first + "."
                : first + "; " + order.priorities().size() + " hosts have priorities of their own.";
    }

    static String access(LockAccess access) {
        return switch (access) {
            case OPEN -> "Any host that reaches this server.";
            case TOKEN -> "Hosts with a token of the group.";
            case CERTIFICATE -> "Hosts with a client certificate that names them and the group.";
            case TOKEN_OR_CERTIFICATE -> "Hosts with a token of the group or a client certificate.";
        };
    }

    static String tone(LockEvent.What what) {
        return switch (what) {
            case GRANTED, RENEWED, TAKEN -> "moving";
            case BACK, THAWED, RESUMED -> "done";
            case GAVE_BACK, FREED -> "idle";
            case FELL_BACK -> "fell-back";
            case OVERDUE, RECLAIMED -> "silent";
            case FROZEN -> "paused";
            case SPENT -> "failed";
        };
    }

    static String title(LockEvent.What what) {
        return switch (what) {
            case GRANTED -> "got a slot";
            case RENEWED -> "needs its slot longer";
            case BACK -> "is back, and well";
            case GAVE_BACK -> "gave its slot back without a reboot";
            case FELL_BACK -> "is back with its old version";
            case OVERDUE -> "is not back in time";
            case RECLAIMED -> "lost its slot by the rule";
            case FREED -> "lost its slot by hand";
            case TAKEN -> "got a slot by hand";
            case FROZEN -> "Frozen";
            case THAWED -> "Thawed";
            case SPENT -> "Stopped: too many failed";
            case RESUMED -> "Failures forgiven";
        };
    }
}
