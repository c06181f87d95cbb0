package dev.platte.db.fleet;

import dev.platte.db.verb.RefusedException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Locks hosts until the caller's transaction ends, so that no poll changes them meanwhile. */
final class HostLocks {

    private HostLocks() {}

    /** In the order in which all writers lock hosts. */
    static List<Host> lock(JdbcClient sql, Collection<HostKey> keys) {
        List<HostKey> wanted = List.copyOf(keys);
        return sql.sql(
                        """
                        select h.*, s.last_seen from unnest(?::bigint[], ?::text[])
                            as k (application_id, machine_id)
                        join host h using (application_id, machine_id)
                        join host_seen s on s.host_id = h.id
                        order by h.application_id, h.machine_id
                        for no key update of h
                        """)
                .params(
                        Columns.longs(wanted, HostKey::applicationId),
                        Columns.texts(wanted, HostKey::machineId))
                .query(HostRows::host)
                .list();
    }

    /**
     * @throws RefusedException {@code host-unknown}
     */
    static Host lock(JdbcClient sql, HostKey key) {
        return lock(sql, List.of(key)).stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                RefusedException.notFound(
                                        "host-unknown",
                                        "There is no host " + key.machineId() + "."));
    }
}
