package dev.platte.db.rollout;

import dev.platte.db.document.PolicyNode;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.Confidence;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rollouts as rows. */
final class RolloutRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RolloutRows() {}

    static Rollout rollout(ResultSet row, int number) throws SQLException {
        String crossed = row.getString("crossed");
        String place = row.getString("place");
        return new Rollout(
                row.getLong("id"),
                row.getObject("uid", UUID.class),
                row.getLong("group_id"),
                row.getLong("application_id"),
                row.getString("arch"),
                row.getLong("package_id"),
                optionalLong(row, "previous_package_id"),
                RolloutState.valueOf(row.getString("state")),
                row.getString("state_reason"),
                crossed == null ? null : JSON.readValue(crossed, HaltRule.Crossed.class),
                place == null ? null : Place.valueOf(place),
                row.getBoolean("offers_downgrade"),
                pace(row),
                counted(row),
                instant(row, "created"),
                row.getString("created_by"),
                optionalInstant(row, "ended"),
                row.getLong("revision"));
    }

    private static Rollout.Pace pace(ResultSet row) throws SQLException {
        return new Rollout.Pace(
                ramp(row.getString("ramp")),
                new EffectiveTime(
                        Duration.of(row.getLong("open_before_us"), ChronoUnit.MICROS),
                        optionalInstant(row, "running_since")),
                new Limits(
                        row.getInt("at_once"),
                        row.getInt("per_period"),
                        Duration.ofSeconds(row.getLong("period_seconds"))),
                new CanaryRule(
                        row.getInt("canaries_needed"),
                        Duration.ofSeconds(row.getLong("canary_soak_seconds"))),
                new HaltRule(
                        row.getDouble("halt_allowed"),
                        row.getInt("halt_sample"),
                        new Confidence(row.getDouble("halt_confidence"))),
                new GroupPolicy.Leases(
                        Duration.ofSeconds(row.getLong("lease_seconds")),
                        Duration.ofSeconds(row.getLong("reboot_lease_seconds"))));
    }

    private static Rollout.Counted counted(ResultSet row) throws SQLException {
        return new Rollout.Counted(
                new Tally(
                        row.getLong("open_attempts"),
                        optionalInstant(row, "period_start"),
                        row.getLong("period_granted")),
                new Outcomes(
                        row.getLong("updated"),
                        row.getLong("failed"),
                        row.getLong("timed_out"),
                        row.getLong("fell_back")),
                new Outcomes(
                        row.getLong("base_updated"),
                        row.getLong("base_failed"),
                        row.getLong("base_timed_out"),
                        row.getLong("base_fell_back")),
                row.getLong("canaries_updated"),
                optionalInstant(row, "canaries_last"));
    }

    static Ramp ramp(String text) {
        return PolicyText.ramp(new PolicyNode("ramp", JSON.readTree(text)));
    }

    static RolloutEvent event(ResultSet row, int number) throws SQLException {
        return new RolloutEvent(
                row.getLong("id"),
                row.getLong("rollout_id"),
                instant(row, "at"),
                RolloutEvent.What.valueOf(row.getString("what")),
                row.getString("who"),
                row.getString("reason"),
                row.getString("facts"));
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

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
