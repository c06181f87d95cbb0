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

/** Hosts that will not come back: what is known of them goes, with all their events. */
@Service
public final class GoneHosts {

    private static final int STEP = 1000;

    private final JdbcClient sql;
    private final Changes changes;

    GoneHosts(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /**
     * Removes all that is known of a retired host but the audit trail; should it poll again, it is
     * a new one. Needs a reason.
     *
     * @throws RefusedException {@code host-unknown}, {@code host-not-retired}, {@code
     *     reason-required}
     */
    public void forget(HostKey key, Caller caller) {
        caller.requiredReason();
        changes.change(
                caller,
                () -> {
                    Host before = HostLocks.lock(sql, key);
                    if (before.retired() == null) {
                        throw RefusedException.conflict(
                                "host-not-retired",
                                "The host is still counted; retire it before it is forgotten.");
                    }
                    remove(List.of(before));
                    changes.audit(
                            caller,
                            "host.forget",
                            "host/" + key.applicationId() + "/" + key.machineId(),
                            before,
                            null);
                    return before;
                });
    }

    /**
     * Forgets those of these hosts that are retired, in the caller's transaction.
     *
     * @return those that were, as they were
     */
    public List<Host> forgetAll(Collection<HostKey> keys) {
        List<Host> gone =
                HostLocks.lock(sql, keys).stream().filter(host -> host.retired() != null).toList();
        remove(gone);
        return gone;
    }

    /**
     * Forgets hosts that were retired long ago, some at a time; those that a writer has locked come
     * next time.
     *
     * @return how many; fewer than 1000: no more are left
     */
    public int forgetRetired(Duration retired) {
        Instant before = changes.now().minus(retired);
        return changes.change(
                Caller.system("retired for " + retired),
                () -> {
                    List<Host> gone =
                            sql.sql(
                                            """
                                            select h.*, s.last_seen from host h
                                            join host_seen s on s.host_id = h.id
                                            where h.retired < ? order by h.retired limit ?
                                            for no key update of h skip locked
                                            """)
                                    .params(before.atOffset(ZoneOffset.UTC), STEP)
                                    .query(HostRows::host)
                                    .list();
                    remove(gone);
                    return gone.size();
                });
    }

    /** Retired hosts are in no counter. */
    private void remove(List<Host> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        Long[] ids = hosts.stream().map(Host::id).toArray(Long[]::new);
        for (String table : List.of("event", "attempt", "host_seen", "host_request")) {
            sql.sql("delete from " + table + " where host_id = any(?)").param(ids).update();
        }
        sql.sql("delete from host where id = any(?)").param(ids).update();
    }
}
