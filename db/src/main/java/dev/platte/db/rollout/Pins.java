package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What operators decide for single hosts, always until a date: forgotten pins are how hosts grow
 * old. The hosts need not have been seen yet.
 */
@Service
public final class Pins {

    /** How many may hold at a time for one application: every server keeps them all in memory. */
    public static final int MOST = 10_000;

    private static final Duration LONGEST = Duration.ofDays(366);

    private final JdbcClient sql;
    private final Changes changes;

    Pins(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /**
     * Keeps a host where it is, or aims it at a published package, in place of what was decided
     * before. Needs a reason.
     *
     * @param packageId the package it is moved to, up or down; absent: it stays where it is
     * @param until later than now, at most 366 days
     * @throws RefusedException {@code application-unknown}, {@code package-unknown}, {@code
     *     package-not-published}, {@code machine-id-invalid}, {@code pin-until-invalid}, {@code
     *     too-many-pins}, {@code reason-required}
     */
    public Pin set(
            long applicationId,
            String machineId,
            @Nullable Long packageId,
            Instant until,
            Caller caller) {
        String reason = caller.requiredReason();
        if (machineId.isBlank() || machineId.length() > 256 || machineId.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "machine-id-invalid", "A machine id has 1 to 256 characters.");
        }
        return changes.change(
                caller,
                () -> {
                    Instant now = changes.now();
                    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                        throw RefusedException.invalid(
                                "pin-until-invalid",
                                "A pin ends after now and within 366 days, not at " + until + ".");
                    }
                    requireApplication(applicationId);
                    if (packageId != null) {
                        requirePackage(applicationId, packageId);
                    }
                    Pin before = find(applicationId, machineId).orElse(null);
                    requireRoom(applicationId, before, now);
                    Pin after = store(applicationId, machineId, packageId, until, reason, caller);
                    changes.audit(
                            caller,
                            "host.pin",
                            "host/" + applicationId + "/" + machineId,
                            before,
                            after);
                    return after;
                });
    }

    /**
     * Lets a host go with its group again.
     *
     * @throws RefusedException {@code pin-unknown}
     */
    public void remove(long applicationId, String machineId, Caller caller) {
        changes.change(
                caller,
                () -> {
                    Pin before =
                            find(applicationId, machineId)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "pin-unknown",
                                                            "The host is not pinned."));
                    sql.sql("delete from pin where application_id = ? and machine_id = ?")
                            .params(applicationId, machineId)
                            .update();
                    changes.audit(
                            caller,
                            "host.unpin",
                            "host/" + applicationId + "/" + machineId,
                            before,
                            null);
                    return before;
                });
    }

    public Optional<Pin> find(long applicationId, String machineId) {
        return sql.sql("select * from pin where application_id = ? and machine_id = ?")
                .params(applicationId, machineId)
                .query(Pins::row)
                .optional();
    }

    /** Those of an application by machine id, also those that hold no more. */
    public List<Pin> list(long applicationId) {
        return sql.sql("select * from pin where application_id = ? order by machine_id")
                .param(applicationId)
                .query(Pins::row)
                .list();
    }

    /** All that hold now. */
    public List<Pin> holding() {
        return sql.sql("select * from pin where until > ?")
                .param(RolloutRows.time(changes.now()))
                .query(Pins::row)
                .list();
    }

    private Pin store(
            long applicationId,
            String machineId,
            @Nullable Long packageId,
            Instant until,
            String reason,
            Caller caller) {
        return sql.sql(
                        """
                        insert into pin as p (application_id, machine_id, package_id, until,
                            made_by, reason, made)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (application_id, machine_id) do update set
                            package_id = excluded.package_id, until = excluded.until,
                            made_by = excluded.made_by, reason = excluded.reason,
                            made = excluded.made, revision = p.revision + 1
                        returning *
                        """)
                .params(
                        applicationId,
                        machineId,
                        packageId,
                        RolloutRows.time(until),
                        caller.who(),
                        reason,
                        RolloutRows.time(changes.now()))
                .query(Pins::row)
                .single();
    }

    private void requireApplication(long id) {
        if (sql.sql("select id from application where id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .isEmpty()) {
            throw RefusedException.notFound(
                    "application-unknown", "There is no application " + id + ".");
        }
    }

    private void requirePackage(long applicationId, long packageId) {
        String state =
                sql.sql("select state from package where id = ? and application_id = ?")
                        .params(packageId, applicationId)
                        .query(String.class)
                        .optional()
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "package-unknown",
                                                "The application has no package "
                                                        + packageId
                                                        + "."));
        if (!state.equals("PUBLISHED")) {
            throw RefusedException.conflict(
                    "package-not-published",
                    "The package is " + state + "; only a published one can be offered.");
        }
    }

    private void requireRoom(long applicationId, @Nullable Pin before, Instant now) {
        long pinned =
                sql.sql("select count(*) from pin where application_id = ? and until > ?")
                        .params(applicationId, RolloutRows.time(now))
                        .query(Long.class)
                        .single();
        if (before == null && pinned >= MOST) {
            throw RefusedException.conflict(
                    "too-many-pins",
                    "The application has "
                            + MOST
                            + " pins already; make a group for so many hosts instead.");
        }
    }

    private static Pin row(ResultSet row, int number) throws SQLException {
        return new Pin(
                row.getLong("application_id"),
                row.getString("machine_id"),
                RolloutRows.optionalLong(row, "package_id"),
                RolloutRows.instant(row, "until"),
                row.getString("made_by"),
                row.getString("reason"),
                RolloutRows.instant(row, "made"),
                row.getLong("revision"));
    }
}
