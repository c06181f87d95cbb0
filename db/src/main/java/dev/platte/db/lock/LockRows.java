package dev.platte.db.lock;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Lock groups, slots and events as rows. */
final class LockRows {

    /** A group with what it covers; the caller adds the condition, and may lock the row. */
    static final String GROUPS =
            """
            select g.*, array(select host_group_id from lock_cover c
                where c.lock_group_id = g.id order by 1) as covers
            from lock_group g
            """;

    private LockRows() {}

    static LockGroup group(ResultSet row, int number) throws SQLException {
        return new LockGroup(
                row.getLong("id"),
                row.getString("name"),
                row.getString("description"),
                RulesText.read(JsonMapper.shared().readTree(row.getString("rules"))),
                LockAccess.valueOf(row.getString("access")),
                longs(row.getArray("covers")),
                row.getString("frozen_reason"),
                row.getInt("failures"),
                optionalInstant(row, "spent_since"),
                instant(row, "created"),
                row.getLong("revision"));
    }

    static LockSlot slot(ResultSet row, int number) throws SQLException {
        return new LockSlot(
                row.getLong("group_id"),
                row.getString("host"),
                LockSlot.State.valueOf(row.getString("state")),
                row.getString("boot_id"),
                row.getString("from_version"),
                row.getString("to_version"),
                row.getString("stage"),
                instant(row, "since"),
                instant(row, "until"),
                instant(row, "last_word"),
                row.getString("taken_by"));
    }

    static LockEvent event(ResultSet row, int number) throws SQLException {
        long held = row.getLong("held_ms");
        Duration length = row.wasNull() ? null : Duration.ofMillis(held);
        return new LockEvent(
                row.getLong("id"),
                row.getLong("group_id"),
                instant(row, "at"),
                LockEvent.What.valueOf(row.getString("what")),
                row.getString("host"),
                row.getString("who"),
                row.getString("version"),
                length,
                row.getString("reason"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** For an {@code unnest} that casts. */
    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<Long> longs(Array array) throws SQLException {
        return Stream.of((Object[]) array.getArray()).map(Long.class::cast).toList();
    }
}
