package dev.platte.db.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many hosts move from one counter to another in one transaction. */
final class HostCounters {

    private record Key(
            long applicationId, long groupId, String arch, String version, HostState state) {

        /** In one order for all writers, so that two cannot wait for each other in a circle. */
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::applicationId)
                        .thenComparingLong(Key::groupId)
                        .thenComparing(Key::arch)
                        .thenComparing(Key::version)
                        .thenComparing(Key::state);
    }

    private record Move(Key key, long hosts) {}

    private final Map<Key, Long> moves = new TreeMap<>(Key.ORDER);

    /** A host is here now. */
    void came(
            long applicationId,
            @Nullable Long groupId,
            @Nullable String arch,
            String version,
            HostState state) {
        add(applicationId, groupId, arch, version, state, 1);
    }

    /** A host as it was is no more; a retired one was not counted. */
    void left(Host host) {
        if (host.retired() == null) {
            add(
                    host.key().applicationId(),
                    host.groupId(),
                    host.facts().arch(),
                    host.facts().version(),
                    host.state(),
                    -1);
        }
    }

    private void add(
            long applicationId,
            @Nullable Long groupId,
            @Nullable String arch,
            String version,
            HostState state,
            long hosts) {
        Key key =
                new Key(
                        applicationId,
                        groupId == null ? 0 : groupId,
                        arch == null ? "" : arch,
                        version,
                        state);
        moves.merge(key, hosts, Long::sum);
    }

    /** Writes what has moved, if anything has, in one statement. */
    void write(JdbcClient sql) {
        List<Move> rows = new ArrayList<>();
        moves.forEach(
                (key, hosts) -> {
                    if (hosts != 0) {
                        rows.add(new Move(key, hosts));
                    }
                });
        if (rows.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into host_counter as c (application_id, group_id, arch, version,
                            state, hosts)
                        select * from unnest(:applications::bigint[], :groups::bigint[],
                            :archs::text[], :versions::text[], :states::text[], :hosts::bigint[])
                        on conflict (application_id, group_id, arch, version, state)
                        do update set hosts = c.hosts + excluded.hosts
                        """)
                .param("applications", Columns.longs(rows, row -> row.key().applicationId()))
                .param("groups", Columns.longs(rows, row -> row.key().groupId()))
                .param("archs", Columns.texts(rows, row -> row.key().arch()))
                .param("versions", Columns.texts(rows, row -> row.key().version()))
                .param("states", Columns.texts(rows, row -> row.key().state()))
                .param("hosts", Columns.longs(rows, Move::hosts))
                .update();
    }
}
