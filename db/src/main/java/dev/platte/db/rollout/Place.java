package dev.platte.db.rollout;

/** What a rollout is to its group and architecture now. */
public enum Place {
    /** Where the group is being moved. */
    ROLLING,
    /** Where its last completed rollout led. */
    STABLE
}
