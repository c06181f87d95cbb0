package dev.platte.harness.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The embedded database of a server that is measured, looked at from beside it. */
final class BenchDatabase implements AutoCloseable {
    /** Lines of postmaster.pid (PostgreSQL, miscinit.h): the process, and further down its port. */
    private static final int PID_LINE = 0;

    private static final int PORT_LINE = 3;

    private final ProcessHandle postmaster;
    private final DataSource source;
    private final Connection connection;

    private BenchDatabase(ProcessHandle postmaster, DataSource source) throws SQLException {
        this.postmaster = postmaster;
        this.source = source;
        this.connection = source.getConnection();
    }

    /**
     * @param data the server's data directory; the server runs
     */
    static BenchDatabase open(Path data) throws IOException, SQLException {
        Path directory = data.resolve("postgresql");
        List<String> pid = Files.readAllLines(directory.resolve("cluster/postmaster.pid"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {Integer.parseInt(pid.get(PORT_LINE).strip())});
        source.setDatabaseName("platte");
        source.setUser("platte");
        source.setPassword(Files.readString(directory.resolve("password")).strip());
        return new BenchDatabase(
                ProcessHandle.of(Long.parseLong(pid.get(PID_LINE).strip()))
                        .orElseThrow(() -> new IOException("the database does not run")),
                source);
    }

    /** Statements are counted from the next start on. */
    void countStatements() throws SQLException {
        execute("alter system set shared_preload_libraries = pg_stat_statements, auto_explain");
        execute("alter system set auto_explain.log_nested_statements = on");
    }

    /** Forgets what was counted. */
    void reset() throws SQLException {
        execute("create extension if not exists pg_stat_statements");
        execute("select pg_stat_statements_reset()");
    }

    /** From now on, or not any more, each statement's plan goes to the database's log. */
    void explain(boolean all) throws SQLException {
        execute("alter system set auto_explain.log_min_duration = " + (all ? 0 : -1));
        execute("select pg_reload_conf()");
    }

    /** Statements of all sessions since the reset, their begin and commit included. */
    long statements() throws SQLException {
        return number(
                "select coalesce(sum(calls), 0)::bigint from pg_stat_statements"
                        + " where query not like '%pg_stat_statements%'");
    }

    /** Statements since the reset, the most frequent first: calls, mean time, text. */
    List<String> frequent() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select format('%s x %s ms, %s rows: %s', calls,
                                    round(mean_exec_time::numeric, 3), rows,
                                    left(regexp_replace(query, '\\s+', ' ', 'g'), 70))
                                from pg_stat_statements
                                where query not like '%pg_stat_statements%'
                                order by total_exec_time desc limit 8
                                """)) {
            Stream.Builder<String> lines = Stream.builder();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines.build().toList();
        }
    }

    /** Hosts whose counters do not say what a recount says; 0 is right. */
    long miscounted() throws SQLException {
        return number(
                """
                select coalesce(sum(abs(coalesce(c.hosts, 0) - coalesce(h.hosts, 0))), 0)::bigint
                from (select application_id, coalesce(group_id, 0) as group_id,
                        coalesce(arch, '') as arch, version, state, count(*) as hosts
                    from host where retired is null group by 1, 2, 3, 4, 5) h
                full join host_counter c
                    using (application_id, group_id, arch, version, state)
                """);
    }

    /** A lock group with so many slots. */
    void lockGroup(String name, int slots) throws SQLException {
        execute(
                "insert into lock_group (name, rules, created) values ('%s', '{\"limit\": %d}', now())"
                        .formatted(name, slots));
    }

    /** Hosts that wait for a slot. */
    long waiting() throws SQLException {
        return number("select count(*) from lock_host where waiting_since is not null");
    }

    /** CPU time of the database's processes that run now. */
    Duration cpu() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The session that fills and counts. */
    Connection connection() {
        return connection;
    }

    /** More sessions. */
    DataSource source() {
        return source;
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
