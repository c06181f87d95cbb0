package dev.platte.harness.bench;

import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.Sighting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A fleet made of the one host that is there: all as quiet as it is and as lately seen, with ids as
 * {@link PollLoad#machineId} makes them.
 */
final class QuietFleet {
    private static final int AT_ONCE = 10_000;

    private final BenchDatabase database;

    QuietFleet(BenchDatabase database) {
        this.database = database;
    }

    void fill(int hosts) throws SQLException {
        Connection connection = database.connection();
        Model model = model(connection);
        HostLoad.begin(connection);
        HostLoad.execute(
                connection,
                """
                insert into host (application_id, machine_id, group_id, track, version, board,
                    arch, boot_id, oem, alias, aleph, ip, first_seen, seen_on, state, state_since)
                select application_id, md5(i::text), group_id, track, version, board, arch,
                    boot_id, oem, alias, aleph, ip, first_seen, seen_on, state, state_since
                from host, generate_series(2, %d) i
                """
                        .formatted(hosts));
        sight(model, connection);
        HostLoad.end(connection);
    }

    /** What all of them say, and when they said it. */
    private record Model(long application, @Nullable Long group, HostFacts facts, Instant at) {}

    private static Model model(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select h.*, s.last_seen from host h
                                join host_seen s on s.host_id = h.id
                                """)) {
            row.next();
            return new Model(
                    row.getLong("application_id"),
                    (Long) row.getObject("group_id"),
                    new HostFacts(
                            row.getString("track"),
                            row.getString("version"),
                            row.getString("board"),
                            row.getString("arch"),
                            row.getString("boot_id"),
                            row.getString("oem"),
                            row.getString("alias"),
                            row.getString("aleph"),
                            row.getString("ip")),
                    row.getObject("last_seen", OffsetDateTime.class).toInstant());
        }
    }

    /** As their polls would have been written, so that the next ones say nothing new. */
    private void sight(Model model, Connection connection) throws SQLException {
        try (Connection reading = database.source().getConnection();
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.setFetchSize(AT_ONCE);
            CopyIn copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy host_seen (host_id, last_seen, said, said_tail)"
                                            + " from stdin");
            try (ResultSet rows =
                    statement.executeQuery(
                            """
                            select h.id, h.machine_id from host h
                            where not exists (select from host_seen s where s.host_id = h.id)
                            """)) {
                while (rows.next()) {
                    byte[] line = line(model, rows.getLong(1), rows.getString(2));
                    copy.writeToCopy(line, 0, line.length);
                }
            }
            copy.endCopy();
        }
    }

    private static byte[] line(Model model, long id, String machine) {
        HostKey host = new HostKey(model.application, machine);
        Sighting seen = Sighting.of(host, model.group, model.facts, model.at);
        String line =
                "%d\t%s\t%d\t%d\n".formatted(id, model.at, seen.said().head(), seen.said().tail());
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
