package dev.platte.client.reboot;

import dev.platte.client.agent.Situation;
import dev.platte.client.reboot.Gate.Blocked;
import dev.platte.client.reboot.Gate.GivingBack;
import dev.platte.client.reboot.Gate.Looking;
import dev.platte.client.reboot.Gate.Queued;
import dev.platte.client.reboot.Gate.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where the gate is, as {@code status} and metrics tell it; and since when. */
final class Plan {
    private Optional<Instant> waitsSince;

    /**
     * @param before what the last process told
     */
    Plan(Situation.Reboot before) {
        this.waitsSince = before.waitingSince();
    }

    /**
     * @param slot that may be ours
     */
    Situation.Reboot at(Gate gate, Optional<SlotRecord> slot, Instant now) {
        waitsSince = isWanted(gate) ? waitsSince.or(() -> Optional.of(now)) : Optional.empty();
        Optional<Obstacle> obstacle = obstacle(gate);
        return new Situation.Reboot(
                phase(gate),
                gate.words(),
                obstacle.map(Obstacle::kind).orElse(""),
                waitsSince,
                gate.mayHold() ? slot.flatMap(SlotRecord::since) : Optional.empty(),
                obstacle.flatMap(Plan::position));
    }

    private static boolean isWanted(Gate gate) {
        return switch (gate) {
            case Gate.Quiet(), Gate.Returned _ -> false;
            case GivingBack(Optional<Wish> wish, Obstacle _, String _) -> wish.isPresent();
            case Looking _,
                    Blocked _,
                    Gate.Asking _,
                    Queued _,
                    Gate.Draining _,
                    Gate.Checking _,
                    Stuck _,
                    Gate.Leaving _,
                    Gate.Gone _ ->
                    true;
        };
    }

    private static Optional<Obstacle> obstacle(Gate gate) {
        return switch (gate) {
            case Blocked(Wish _, Obstacle what) -> Optional.of(what);
            case Queued(Wish _, Obstacle what, Duration _) -> Optional.of(what);
            case Stuck(Gate.Slot _, Obstacle what, Duration _) -> Optional.of(what);
            case GivingBack(Optional<Wish> _, Obstacle what, String _) -> Optional.of(what);
            case Gate.Quiet(),
                    Looking _,
                    Gate.Asking _,
                    Gate.Draining _,
                    Gate.Checking _,
                    Gate.Leaving _,
                    Gate.Gone _,
                    Gate.Returned _ ->
                    Optional.empty();
        };
    }

    private static Optional<Long> position(Obstacle obstacle) {
        return obstacle instanceof Obstacle.LockSays(String _, String _, Optional<Long> position)
                ? position
                : Optional.empty();
    }

    private static String phase(Gate gate) {
        return switch (gate) {
            case Gate.Quiet() -> "";
            case Looking _ -> "looking";
            case Blocked _ -> "blocked";
            case Gate.Asking _ -> "asking";
            case Queued _ -> "queued";
            case Gate.Draining _ -> "draining";
            case Gate.Checking _ -> "checking";
            case Stuck _ -> "stuck";
            case Gate.Leaving _ -> "leaving";
            case Gate.Gone _ -> "going-down";
            case GivingBack _ -> "giving-back";
            case Gate.Returned _ -> "back";
        };
    }
}
