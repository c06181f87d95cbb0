package dev.platte.policy.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a host does not get a slot now: a stable kind with its facts, and a sentence for people. */
public sealed interface WaitReason {

    /** As the FleetLock protocol wants it: few, never changed, fit for a metric's label. */
    String kind();

    /** One sentence for people. */
    String sentence();

    /** Whether it holds this host alone, so that it must not keep a place that others could use. */
    default boolean ownToHost() {
        return switch (this) {
            case RolloutStopped _, NotEligible _, CanariesFirst _ -> true;
            case Frozen _, BudgetSpent _, WindowClosed _, SlotsTaken _ -> false;
        };
    }

    /** The whole group stands still because somebody said so, or because its limit is 0. */
    record Frozen(String why) implements WaitReason {
        @Override
        public String kind() {
            return "group_paused";
        }

        @Override
        public String sentence() {
            return "nobody reboots: " + why;
        }
    }

    /** More hosts are overdue, fell back or were given up than the group may bear. */
    record BudgetSpent(int overdue, int failures, int budget) implements WaitReason {
        @Override
        public String kind() {
            return "rollout_halted";
        }

        @Override
        public String sentence() {
            return "nobody reboots: %d hosts failed and %d are overdue, %d may"
                    .formatted(failures, overdue, budget);
        }
    }

    /** The rollout that the host would reboot for stands still. */
    record RolloutStopped(String why) implements WaitReason {
        @Override
        public String kind() {
            return "rollout_halted";
        }

        @Override
        public String sentence() {
            return why;
        }
    }

    /** This host of all must not reboot. */
    record NotEligible(String why) implements WaitReason {
        @Override
        public String kind() {
            return "node_not_eligible";
        }

        @Override
        public String sentence() {
            return why;
        }
    }

    /**
     * No window is open.
     *
     * @param opens when the next one does; absent: none will
     */
    record WindowClosed(@Nullable Instant opens) implements WaitReason {
        @Override
        public String kind() {
            return "outside_window";
        }

        @Override
        public String sentence() {
            return opens == null
                    ? "no reboot window will open"
                    : "the next reboot window opens at " + opens;
        }
    }

    /**
     * Canaries reboot into this version first.
     *
     * @param soaked when the others may follow; absent: canaries are still missing
     */
    record CanariesFirst(long back, int needed, @Nullable Instant soaked) implements WaitReason {
        @Override
        public String kind() {
            return "node_not_eligible";
        }

        @Override
        public String sentence() {
            return soaked == null
                    ? "%d of %d canaries are back".formatted(back, needed)
                    : "the canaries are back, the others follow at " + soaked;
        }
    }

    /**
     * Others hold the slots, or are before it.
     *
     * @param position its place, 1: first
     */
    record SlotsTaken(int position, int taken, int limit) implements WaitReason {
        @Override
        public String kind() {
            return "failed_lock_semaphore_full";
        }

        @Override
        public String sentence() {
            return "%d of %d slots are taken, position %d".formatted(taken, limit, position);
        }
    }
}
