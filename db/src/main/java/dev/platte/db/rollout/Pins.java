package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private final JdbcClient sql;
    private final Changes changes;
    private final PinRules rules;

    Pins(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
        this.rules = new PinRules(sql);
    }

    /**
     * Keeps a host where it is, or aims it at a published package, in place of what was decided
     * before. Needs a reason.
     *
     * @param packageId the package it is moved to, up or down; absent: it stays where it is
     * @param until later than now, at most 366 days
     * @param seen the revision of the pin that the caller saw, -1: none; null: whatever it is
     * @throws RefusedException {@code application-unknown}, {@code package-unknown}, {@code
     *     package-not-published}, {@code machine-id-invalid}, {@code pin-until-invalid}, {@code
     *     too-many-pins}, {@code changed-meanwhile}, {@code reason-required}
     */
    public Pin set(
            long applicationId,
            String machineId,
            @Nullable Long packageId,
            Instant until,
            @Nullable Long seen,
            Caller caller) {
        String reason = caller.requiredReason();
        PinRules.requireMachine(machineId);
        return changes.change(
                caller,
                () -> {
                    Instant now = changes.now();
                    PinRules.requireUntil(until, now);
                    rules.requireApplication(applicationId);
                    if (packageId != null) {
                        rules.requirePackage(applicationId, packageId);
                    }
                    Pin before = find(applicationId, machineId).orElse(null);
                    long revision = before == null ? -1 : before.revision();
                    if (seen != null && seen != revision) {
                        throw RefusedException.stale("The pin", seen, revision);
                    }
                    rules.requireRoom(applicationId, List.of(machineId), now);
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

    /** The same, whatever was decided before. */
    public Pin set(
            long applicationId,
            String machineId,
            @Nullable Long packageId,
            Instant until,
            Caller caller) {
        return set(applicationId, machineId, packageId, until, null, caller);
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

    static Pin row(ResultSet row, int number) throws SQLException {
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
