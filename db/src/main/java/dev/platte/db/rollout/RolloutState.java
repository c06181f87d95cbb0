package dev.platte.db.rollout;

/** What people and rules have made of a rollout. */
public enum RolloutState {
    /** Hosts move. */
    RUNNING,
    /** A person stopped it; nobody moves. */
    PAUSED,
    /** It went wrong; nobody moves, also who was admitted and has not finished. */
    HALTED,
    /** It is what the group runs; whoever comes late gets it without a ramp. */
    COMPLETED,
    /** Another rollout took its place. */
    SUPERSEDED;

    /** Whether its group is still being moved by it, or would be. */
    public boolean rolling() {
        return switch (this) {
            case RUNNING, PAUSED, HALTED -> true;
            case COMPLETED, SUPERSEDED -> false;
        };
    }
}
