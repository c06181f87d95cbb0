package dev.platte.db.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the audit trail. Absent parts match all.
 *
 * @param who a person, a token, or {@code system}
 * @param verb such as {@code channel.point}, or all about one thing: {@code channel}
 * @param subject one thing, such as {@code channel/17}
 * @param since the first instant
 * @param until the first instant that is too late
 */
public record AuditFilter(
        @Nullable String who,
        @Nullable String verb,
        @Nullable String subject,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** All rows. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);

    /** All rows about one thing. */
    public static AuditFilter of(String subject) {
        return new AuditFilter(null, null, subject, null, null);
    }
}
