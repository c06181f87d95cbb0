package dev.platte.db.fleet;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What operators do to hosts, and what becomes of hosts that are gone. */
@Service
public final class HostCare {

    private static final int STEP = 1000;

    private final JdbcClient sql;
    private final Changes changes;

    HostCare(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /**
     * Counts a host no more, until it polls again. Needs a reason.
     *
     * @throws RefusedException {@code host-unknown}, {@code host-retired}, {@code host-on-its-way},
     *     {@code reason-required}
     */
    public Host retire(HostKey key, Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    Host before = HostLocks.lock(sql, key);
                    if (before.retired() != null) {
                        throw RefusedException.conflict(
                                "host-retired", "It was retired at " + before.retired() + ".");
                    }
                    if (before.state().open()) {
                        throw RefusedException.conflict(
                                "host-on-its-way",
                                "The host is "
                                        + before.state()
                                        + "; its attempt ends first, by itself when its lease does, or when the host is reset.");
                    }
                    leave(List.of(before), changes.now());
                    Host after = find(key);
                    changes.audit(caller, "host.retire", subject(key), before, after);
                    return after;
                });
    }

    /**
     * Retires those of these hosts that can be, in the caller's transaction.
     *
     * @return those that were, as they were
     */
    public List<Host> retireAll(Collection<HostKey> keys) {
        List<Host> gone =
                HostLocks.lock(sql, keys).stream()
                        .filter(host -> host.retired() == null && !host.state().open())
                        .toList();
        leave(gone, changes.now());
        return gone;
    }

    /**
     * Takes a host for one machine again, after the second one was given an id of its own.
     *
     * @throws RefusedException {@code host-unknown}, {@code host-not-duplicate}
     */
    public Host trustAgain(HostKey key, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    Host before = HostLocks.lock(sql, key);
                    if (before.duplicateSince() == null) {
                        throw RefusedException.conflict(
                                "host-not-duplicate", "The host is not marked as a duplicate.");
                    }
                    sql.sql(
                                    """
                                    update host set duplicate_since = null, boot_returns = 0,
                                        previous_boot_id = null
                                    where id = ?
                                    """)
                            .param(before.id())
                            .update();
                    Host after = find(key);
                    changes.audit(caller, "host.trust", subject(key), before, after);
                    return after;
                });
    }

    /**
     * Retires hosts of a group that have been silent for long, some at a time; those that a writer
     * has locked come next time.
     *
     * @return how many; fewer than 1000: no more are left
     */
    public int retireSilent(long groupId, Duration silent) {
        return retireSilent(
                silent, "coalesce(h.group_id, 0) = :groups", groupId, "in group " + groupId);
    }

    /**
     * The same for all other groups, and for hosts of none.
     *
     * @param but groups that have a time of their own
     */
    public int retireSilent(Duration silent, Collection<Long> but) {
        return retireSilent(
                silent,
                "coalesce(h.group_id, 0) <> all(:groups)",
                but.toArray(Long[]::new),
                "anywhere else");
    }

    private int retireSilent(Duration silent, String where, Object groups, String words) {
        Instant now = changes.now();
        return changes.change(
                Caller.system("silent for " + silent + " " + words),
                () -> {
                    List<Host> gone =
                            sql.sql(
                                            """
                                            select h.*, s.last_seen from application a
                                            join host h on h.application_id = a.id
                                            join host_seen s on s.host_id = h.id
                                            where h.seen_on <= :on and s.last_seen < :before
                                              and h.retired is null
                                              and h.state not in ('GRANTED', 'DOWNLOADING',
                                                'DOWNLOADED', 'INSTALLED')
                                              and %s
                                            limit :some for no key update of h skip locked
                                            """
                                                    .formatted(where))
                                    .param("on", Fingerprint.day(now.minus(silent)))
                                    .param("before", now.minus(silent).atOffset(ZoneOffset.UTC))
                                    .param("groups", groups)
                                    .param("some", STEP)
                                    .query(HostRows::host)
                                    .list();
                    leave(gone, now);
                    return gone.size();
                });
    }

    /** The hosts of an application whose id is shared by two machines, by machine id. */
    public List<Host> duplicates(long applicationId) {
        return sql.sql(
                        """
                        select h.*, s.last_seen from host h join host_seen s on s.host_id = h.id
                        where application_id = ? and duplicate_since is not null
                        order by machine_id limit ?
                        """)
                .params(applicationId, STEP)
                .query(HostRows::host)
                .list();
    }

    private void leave(List<Host> hosts, Instant now) {
        if (hosts.isEmpty()) {
            return;
        }
        HostCounters counters = new HostCounters();
        hosts.forEach(counters::left);
        // What they said is forgotten: the next poll must find that it was retired.
        sql.sql(
                        """
                        with gone as (update host set retired = ? where id = any(?) returning id)
                        update host_seen s set said = null from gone where s.host_id = gone.id
                        """)
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        hosts.stream().map(Host::id).toArray(Long[]::new))
                .update();
        counters.write(sql);
    }

    private Host find(HostKey key) {
        return sql.sql(HostRows.SELECT + "where application_id = ? and machine_id = ?")
                .params(key.applicationId(), key.machineId())
                .query(HostRows::host)
                .single();
    }

    private static String subject(HostKey key) {
        return "host/" + key.applicationId() + "/" + key.machineId();
    }
}
