package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.ramp.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * When a rollout is over: its ramp is open to everybody, none of its attempts goes on (also no host
 * that waits for its reboot), and nobody is left to move. Left to move is a host of its group and
 * architecture on a lower readable version that polled in the last 30 days, is not pinned, and has
 * not fallen back from the target. A rollout that has not updated anybody stays open for an hour at
 * least: its hosts may not have asked yet.
 */
@Service
public final class Completion {

    private static final Duration SILENT = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Of the advisory locks of Platte: one replica looks at a time. */
    private static final long LOCK = 5075461_0003L;

    private static final Caller RULE = Caller.system("Nobody is left to move.");

    private final JdbcClient sql;
    private final Changes changes;
    private final History history;

    Completion(JdbcClient sql, Changes changes, History history) {
        this.sql = sql;
        this.changes = changes;
        this.history = history;
    }

    /**
     * Completes the rollouts that are over.
     *
     * @return how many looked over
     */
    public int completeFinished() {
        return changes.change(
                RULE,
                () -> {
                    if (!sql.sql("select pg_try_advisory_xact_lock(?)")
                            .param(LOCK)
                            .query(Boolean.class)
                            .single()) {
                        return 0;
                    }
                    Instant now = changes.now();
                    List<Rollout> over =
                            candidates().stream().filter(rollout -> isOver(rollout, now)).toList();
                    // All at once, in the order in which the ledger locks them too.
                    List<Rollout> locked =
                            Moves.lockOpen(sql, over.stream().map(Rollout::groupId).toList());
                    over.forEach(rollout -> complete(rollout.id(), locked, now));
                    return over.size();
                });
    }

    private List<Rollout> candidates() {
        return sql.sql(
                        """
                        select * from rollout r
                        where state = 'RUNNING' and open_attempts = 0
                            and running_since is not null
                            and not exists (select from attempt a where a.rollout_id = r.id
                                and a.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED'))
                        order by id
                        """)
                .query(RolloutRows::rollout)
                .list();
    }

    private boolean isOver(Rollout rollout, Instant now) {
        boolean begun =
                rollout.counted().outcomes().updated() > 0
                        || !now.isBefore(rollout.created().plus(PATIENCE));
        boolean open =
                rollout.pace().ramp().threshold(rollout.pace().time().at(now)) == Bucket.COUNT;
        return begun && open && !isSomebodyLeft(rollout, now);
    }

    private boolean isSomebodyLeft(Rollout rollout, Instant now) {
        String target =
                sql.sql("select version from package where id = ?")
                        .param(rollout.packageId())
                        .query(String.class)
                        .single();
        List<String> lower =
                sql
                        .sql(
                                """
                                select distinct version from host_counter
                                where application_id = ? and group_id = ? and arch = ? and hosts > 0
                                """)
                        .params(rollout.applicationId(), rollout.groupId(), rollout.arch())
                        .query(String.class)
                        .list()
                        .stream()
                        .filter(version -> isBelow(version, target))
                        .toList();
        return !lower.isEmpty()
                && sql.sql(
                                """
                                select exists (select from host h
                                    where h.application_id = :application
                                      and h.version = any(:versions)
                                      and coalesce(h.group_id, 0) = :group and h.arch = :arch
                                      and h.retired is null and h.seen_on > :since
                                      and not exists (select from pin p
                                        where p.application_id = h.application_id
                                          and p.machine_id = h.machine_id and p.until > :now)
                                      and not exists (select from attempt a
                                        where a.host_id = h.id and a.state = 'FELL_BACK'
                                          and a.package_id = :package and not a.forgotten))
                                """)
                        .param("application", rollout.applicationId())
                        .param("versions", lower.toArray(String[]::new))
                        .param("group", rollout.groupId())
                        .param("arch", rollout.arch())
                        .param("since", LocalDate.ofInstant(now.minus(SILENT), ZoneOffset.UTC))
                        .param("now", RolloutRows.time(now))
                        .param("package", rollout.packageId())
                        .query(Boolean.class)
                        .single();
    }

    /** Looked at again under its lock: a grant or an operator may have come in between. */
    private void complete(long id, List<Rollout> locked, Instant now) {
        Rollout before =
                locked.stream().filter(rollout -> rollout.id() == id).findFirst().orElse(null);
        if (before == null
                || before.state() != RolloutState.RUNNING
                || before.counted().tally().open() > 0) {
            return;
        }
        clearStable(sql, before);
        Rollout after =
                sql.sql(
                                """
                                update rollout set state = 'COMPLETED', place = 'STABLE',
                                    open_before_us = ?, running_since = null, ended = ?,
                                    revision = revision + 1
                                where id = ? returning *
                                """)
                        .params(
                                RolloutRows.micros(before.pace().time().at(now)),
                                RolloutRows.time(now),
                                id)
                        .query(RolloutRows::rollout)
                        .single();
        history.write(id, now, RolloutEvent.What.COMPLETED, RULE, null);
        changes.audit(RULE, "rollout.complete", "rollout/" + id, before, after);
    }

    private static boolean isBelow(String version, String target) {
        return Version.of(version) instanceof ReadableVersion here
                && Version.of(target) instanceof ReadableVersion there
                && there.isNewerThan(here);
    }

    /** What was stable until now is history. */
    static void clearStable(JdbcClient sql, Rollout successor) {
        sql.sql(
                        """
                        update rollout set place = null, revision = revision + 1
                        where group_id = ? and arch = ? and place = 'STABLE'
                        """)
                .params(successor.groupId(), successor.arch())
                .update();
    }
}
