package dev.platte.client.confirm;

import static java.util.Objects.requireNonNull;

import dev.platte.client.script.ScriptResult;
import dev.platte.client.slot.SlotName;
import dev.platte.client.state.Flip;
import java.util.List;
import java.util.stream.Collectors;

/** What became of the last flip, as far as this boot can tell. */
public sealed interface Verdict {
    /** The checks passed, and the slot boots first from now on. */
    record Confirmed(SlotName slot, List<ScriptResult> checks) implements Verdict {
        public Confirmed {
            requireNonNull(slot, "slot");
            checks = List.copyOf(checks);
        }
    }

    /** The slot had been confirmed before, and nothing pends. */
    record WasConfirmed(SlotName slot) implements Verdict {}

    /** Nobody has decided yet whether this slot is good. */
    record Unconfirmed(SlotName slot) implements Verdict {}

    /**
     * A check failed, or the boot did not get as far as it must.
     *
     * @param why in words
     */
    record Unhealthy(SlotName slot, List<ScriptResult> checks, String why, Next next)
            implements Verdict {
        public Unhealthy {
            requireNonNull(slot, "slot");
            checks = List.copyOf(checks);
            requireNonNull(why, "why");
            requireNonNull(next, "next");
        }
    }

    /** What is to be done after an unhealthy boot. */
    enum Next {
        /** The slot was taken from the bootloader: a reboot returns to the other one. */
        REBOOT,
        /** There is no other slot to return to, and this one was left as it was. */
        NOWHERE_TO_GO,
        /** Too many boots in a row ended so: another one would not help. */
        ENOUGH_BOOTS
    }

    /** The bootloader came back to this slot; the release is remembered as bad. */
    record FellBack(SlotName slot, Flip flip) implements Verdict {}

    /** The new slot waits for a reboot. */
    record NotBootedYet(Flip flip) implements Verdict {}

    /** The power went before the flip reached the disk; the old slot runs as before. */
    record NeverFlipped(SlotName slot) implements Verdict {}

    /** Nothing pends, and there is no disk to look at. */
    record NoDisk(String why) implements Verdict {}

    /** Whether somebody should look. */
    default boolean isTrouble() {
        return switch (this) {
            case Unhealthy _, NoDisk _ -> true;
            case Confirmed _,
                    WasConfirmed _,
                    Unconfirmed _,
                    FellBack _,
                    NotBootedYet _,
                    NeverFlipped _ ->
                    false;
        };
    }

    /** For people; several lines where checks were run. */
    default String words() {
        return switch (this) {
            case Confirmed(SlotName slot, List<ScriptResult> checks) ->
                    lines(checks) + slot.label() + " is confirmed: " + passed(checks);
            case WasConfirmed(SlotName slot) -> slot.label() + " was confirmed before";
            case Unconfirmed(SlotName slot) -> slot.label() + " runs and is not confirmed yet";
            case NotBootedYet(Flip flip) -> flip.version() + " is installed and waits for a reboot";
            case NeverFlipped(SlotName slot) ->
                    slot.label() + " runs as before: the last update ended before its flip";
            case FellBack(SlotName slot, Flip flip) ->
                    "%s runs again: %s did not come up and is not tried again"
                            .formatted(slot.label(), flip.version());
            case Unhealthy(SlotName slot, List<ScriptResult> checks, String why, Next next) ->
                    "%s%s is not healthy (%s); %s"
                            .formatted(lines(checks), slot.label(), why, after(next));
            case NoDisk(String why) -> "the disk cannot be used: " + why;
        };
    }

    private static String lines(List<ScriptResult> checks) {
        return checks.stream().map(check -> check.line() + "\n").collect(Collectors.joining());
    }

    private static String passed(List<ScriptResult> checks) {
        long count = checks.stream().filter(c -> c.ending() == ScriptResult.Ending.PASSED).count();
        return count == 0 ? "there are no health checks" : count + " health checks passed";
    }

    private static String after(Next next) {
        return switch (next) {
            case REBOOT -> "reboot to return to the other slot";
            case NOWHERE_TO_GO -> "there is no other slot to return to, it was left as it is";
            case ENOUGH_BOOTS ->
                    "too many boots in a row ended so (BOOT_LIMIT): staying up until somebody looks";
        };
    }
}
