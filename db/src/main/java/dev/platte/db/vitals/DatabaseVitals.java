package dev.platte.db.vitals;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Looks at PostgreSQL through its own statistics: a few rows, however large the tables. */
@Service
public final class DatabaseVitals {

    private final JdbcClient sql;

    DatabaseVitals(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * The database as a whole.
     *
     * @param asked when, on its own clock
     * @param version such as {@code 18.1}
     * @param bytes on the disk
     * @param connections open ones, of all servers and people
     * @param most so many may be open
     * @param oldest since when the oldest transaction is open; absent: none is
     * @param waiting sessions that wait for a lock of another
     * @param cached share of blocks that were found in memory, 0 to 1; absent: none was read
     */
    public record Whole(
            Instant asked,
            String version,
            Instant started,
            long bytes,
            int connections,
            int most,
            @Nullable Instant oldest,
            int waiting,
            @Nullable Double cached) {}

    /**
     * A table, with all partitions.
     *
     * @param rows as PostgreSQL estimates them
     * @param bytes on the disk, with indexes
     * @param dead share of its rows that are no more and not yet cleared away, 0 to 1
     * @param hot share of its changes that touched no index, 0 to 1; absent: none was made
     */
    public record Table(String name, long rows, long bytes, double dead, @Nullable Double hot) {}

    public Whole whole() {
        return sql.sql(
                        """
                        select now() as asked, current_setting('server_version') as version,
                            pg_postmaster_start_time() as started,
                            pg_database_size(current_database()) as bytes,
                            (select count(*) from pg_stat_activity
                                where datname = current_database()) as connections,
                            current_setting('max_connections')::int as most,
                            (select min(xact_start) from pg_stat_activity
                                where datname = current_database()
                                  and pid <> pg_backend_pid()) as oldest,
                            (select count(*) from pg_stat_activity
                                where datname = current_database()
                                  and wait_event_type = 'Lock') as waiting,
                            (select blks_hit::float8 / nullif(blks_hit + blks_read, 0)
                                from pg_stat_database
                                where datname = current_database()) as cached
                        """)
                .query(
                        (row, number) -> {
                            OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                            return new Whole(
                                    row.getObject("asked", OffsetDateTime.class).toInstant(),
                                    row.getString("version"),
                                    row.getObject("started", OffsetDateTime.class).toInstant(),
                                    row.getLong("bytes"),
                                    row.getInt("connections"),
                                    row.getInt("most"),
                                    oldest == null ? null : oldest.toInstant(),
                                    row.getInt("waiting"),
                                    row.getObject("cached", Double.class));
                        })
                .single();
    }

    /** The largest tables; the partitions of one are counted as one. */
    public List<Table> largest(int most) {
        return sql.sql(
                        """
                        with parts as (
                            select coalesce(i.inhparent, c.oid) as whole, c.oid,
                                c.reltuples as rows
                            from pg_class c
                            left join pg_inherits i on i.inhrelid = c.oid
                            where c.relnamespace = current_schema()::regnamespace
                              and c.relkind in ('r', 'p'))
                        select p.whole::regclass::text as name, sum(greatest(p.rows, s.n_live_tup, 0))::bigint as rows,
                            sum(pg_total_relation_size(p.oid))::bigint as bytes,
                            coalesce(sum(s.n_dead_tup)::float8
                                / nullif(sum(s.n_live_tup + s.n_dead_tup), 0), 0) as dead,
                            sum(s.n_tup_hot_upd)::float8 / nullif(sum(s.n_tup_upd), 0) as hot
                        from parts p left join pg_stat_user_tables s on s.relid = p.oid
                        group by p.whole
                        order by bytes desc, name limit ?
                        """)
                .param(most)
                .query(
                        (row, number) ->
                                new Table(
                                        row.getString("name"),
                                        row.getLong("rows"),
                                        row.getLong("bytes"),
                                        row.getDouble("dead"),
                                        row.getObject("hot", Double.class)))
                .list();
    }
}
