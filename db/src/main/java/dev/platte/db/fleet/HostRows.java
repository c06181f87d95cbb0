package dev.platte.db.fleet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hosts as rows. */
final class HostRows {

    /** Hosts with what changes with every poll; the host is {@code h}. */
    static final String SELECT =
            "select h.*, s.last_seen from host h join host_seen s on s.host_id = h.id ";

    private HostRows() {}

    static Host host(ResultSet row, int number) throws SQLException {
        HostFacts facts =
                new HostFacts(
                        row.getString("track"),
                        row.getString("version"),
                        row.getString("board"),
                        row.getString("arch"),
                        row.getString("boot_id"),
                        row.getString("oem"),
                        row.getString("alias"),
                        row.getString("aleph"),
                        row.getString("ip"));
        return new Host(
                row.getLong("id"),
                new HostKey(row.getLong("application_id"), row.getString("machine_id")),
                optionalLong(row, "group_id"),
                facts,
                instant(row, "first_seen"),
                instant(row, "last_seen"),
                HostState.valueOf(row.getString("state")),
                instant(row, "state_since"),
                optionalLong(row, "last_error"),
                optionalInstant(row, "last_error_at"),
                optionalInstant(row, "duplicate_since"),
                optionalInstant(row, "retired"));
    }

    /**
     * Whether no attempt of the host is open or could come back: its state is that of its attempt.
     */
    static boolean isOnNoWay(Progress progress) {
        return switch (progress.host().state()) {
            case UNKNOWN, COMPLETE -> true;
            case GRANTED,
                    DOWNLOADING,
                    DOWNLOADED,
                    INSTALLED,
                    FAILED,
                    FELL_BACK,
                    TIMED_OUT,
                    REPLACED ->
                    false;
        };
    }

    static Progress withoutAttempt(ResultSet row, int number) throws SQLException {
        Host host = host(row, number);
        return new Progress(host, boots(host, row), null, null, List.of(), Set.of());
    }

    static Progress progress(ResultSet row, int number) throws SQLException {
        Host host = host(row, number);
        OpenAttempt attempt = attempt(row);
        boolean open = attempt != null && attempt.state().open();
        String[] fellBack = (String[]) row.getArray("fell_back").getArray();
        return new Progress(
                host,
                boots(host, row),
                open ? attempt : null,
                open ? null : attempt,
                List.of(fellBack),
                Set.of((Long[]) row.getArray("failed").getArray()));
    }

    private static Boots boots(Host host, ResultSet row) throws SQLException {
        return new Boots(
                host.facts().bootId(),
                row.getString("previous_boot_id"),
                row.getInt("boot_returns"),
                host.duplicateSince());
    }

    private static @Nullable OpenAttempt attempt(ResultSet row) throws SQLException {
        Long id = optionalLong(row, "attempt_id");
        if (id == null) {
            return null;
        }
        Long rollout = optionalLong(row, "rollout_id");
        return new OpenAttempt(
                id,
                row.getLong("package_id"),
                row.getString("attempt_version"),
                optionalLong(row, "attempt_group"),
                rollout == null
                        ? null
                        : new OpenAttempt.Under(
                                rollout, row.getObject("rollout_uid", UUID.class), counted(row)),
                row.getString("from_version"),
                row.getString("granted_boot_id"),
                HostState.valueOf(row.getString("attempt_state")));
    }

    private static OpenAttempt.@Nullable Counted counted(ResultSet row) throws SQLException {
        Long id = optionalLong(row, "counted_id");
        return id == null
                ? null
                : new OpenAttempt.Counted(id, HostState.valueOf(row.getString("counted_state")));
    }

    static Attempt history(ResultSet row, int number) throws SQLException {
        return new Attempt(
                row.getLong("id"),
                optionalLong(row, "rollout_id"),
                row.getLong("package_id"),
                row.getString("from_version"),
                row.getString("granted_boot_id"),
                HostState.valueOf(row.getString("state")),
                instant(row, "granted"),
                instant(row, "changed"),
                optionalLong(row, "error_code"),
                optionalInstant(row, "lease"),
                optionalInstant(row, "released"));
    }

    static @Nullable Long optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
