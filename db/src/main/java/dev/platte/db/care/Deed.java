package dev.platte.db.care;

/** What can be done to hosts. */
public enum Deed {
    /** They are counted no more, until they poll again. */
    RETIRE,
    /** They begin anew: no attempt is open, no failure keeps them from a release. */
    RESET,
    /** All that is known of retired hosts goes. */
    FORGET
}
