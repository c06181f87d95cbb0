package dev.platte.db.access;

/** What somebody may do; each role may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Publishes, points channels, pauses and resumes. */
    OPERATOR,
    /** Approves what a rule wants approved. */
    APPROVER,
    /** Makes applications, keys and tokens. */
    ADMIN;

    /** Whether this role may do what needs {@code needed}. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
