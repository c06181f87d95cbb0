package dev.platte.harness.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Loading millions of rows: what is an index is made afterwards, from sorted rows, and what a
 * trigger would do row by row is loaded as well.
 */
final class HostLoad {
    private static final String NOTES =
            "create temporary table left_out (command text not null, place serial)";

    private HostLoad() {}

    /** Leaves out the indexes of the fleet's large tables. */
    static void begin(Connection connection) throws SQLException {
        execute(connection, NOTES);
        execute(connection, "set synchronous_commit = off");
        execute(connection, "set maintenance_work_mem = '512MB'");
        execute(connection, "alter table host disable trigger made");
        execute(
                connection,
                """
                insert into left_out (command)
                select format('alter table %s add constraint %I %s', c.conrelid::regclass,
                    c.conname, pg_get_constraintdef(c.oid))
                from pg_constraint c where c.conrelid = 'host'::regclass and c.contype = 'u'
                """);
        execute(
                connection,
                """
                insert into left_out (command)
                select indexdef from pg_indexes
                where tablename in ('host', 'attempt', 'host_seen') and indexname not like '%key'
                """);
        for (String command :
                texts(
                        connection,
                        """
                        select format('alter table %s drop constraint %I', conrelid::regclass, conname)
                        from pg_constraint where conrelid = 'host'::regclass and contype = 'u'
                        union all
                        select format('drop index %I', indexname) from pg_indexes
                        where tablename in ('host', 'attempt', 'host_seen') and indexname not like '%key'
                        """)) {
            execute(connection, command);
        }
    }

    /** Makes them again, counts the hosts, and leaves the database as one that has run for long. */
    static void end(Connection connection) throws SQLException {
        for (String command : texts(connection, "select command from left_out order by place")) {
            execute(connection, command);
        }
        execute(connection, "drop table left_out");
        execute(connection, "alter table host enable trigger made");
        execute(connection, "truncate host_counter");
        execute(
                connection,
                """
                insert into host_counter (application_id, group_id, arch, version, state, hosts)
                select application_id, coalesce(group_id, 0), coalesce(arch, ''), version, state,
                    count(*)
                from host where retired is null group by 1, 2, 3, 4, 5
                """);
        execute(connection, "set synchronous_commit = on");
        execute(connection, "vacuum analyze");
        execute(connection, "checkpoint");
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
