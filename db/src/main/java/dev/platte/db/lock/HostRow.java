package dev.platte.db.lock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a host before this request.
 *
 * @param seq of its last request that counted
 * @param waitingSince absent: it did not wait
 * @param keepUntil its place in the queue is kept so long
 */
record HostRow(
        long groupId,
        String host,
        @Nullable String machineId,
        Instant resolved,
        long seq,
        Instant lastSeen,
        @Nullable Instant waitingSince,
        @Nullable Instant keepUntil) {

    static HostRow of(ResultSet row, int number) throws SQLException {
        return new HostRow(
                row.getLong("group_id"),
                row.getString("host"),
                row.getString("machine_id"),
                LockRows.instant(row, "resolved"),
                row.getLong("seq"),
                LockRows.instant(row, "last_seen"),
                LockRows.optionalInstant(row, "waiting_since"),
                LockRows.optionalInstant(row, "keep_until"));
    }

    /** Since when it waits, if it asks at {@code now}: its place is kept for a while. */
    Instant place(Instant now) {
        return waitingSince != null && keepUntil != null && keepUntil.isAfter(now)
                ? waitingSince
                : now;
    }
}
