package dev.platte.db.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes that hosts were seen, any number in one statement that is its own transaction. Nine of ten
 * polls need no more; so its arrays go in binary, and nothing stands between it and the driver.
 */
public final class Sightings {

    private static final double MICROS = 1e6;

    /**
     * Whatever else happens to the row meanwhile, the condition is judged under its lock. A host
     * whose clock-bearer jumped ahead is believed again an hour later.
     */
    private static final String SQL =
            """
            update host_seen s
            set last_seen = case when s.last_seen > k.at + interval '1 hour'
                then k.at else greatest(s.last_seen, k.at) end
            from (select application_id, machine_id, said, to_timestamp(at) as at, place
                from unnest(?::bigint[], ?::text[], ?::bigint[], ?::float8[]) with ordinality
                    as polls (application_id, machine_id, said, at, place)) k
            join host h on h.application_id = k.application_id and h.machine_id = k.machine_id
            where s.host_id = h.id and s.said = k.said
            returning k.place
            """;

    private final JdbcTemplate sql;
    private final int timeoutSeconds;

    /**
     * @param database whose statements commit by themselves
     * @param timeoutSeconds how long one may take
     */
    public Sightings(DataSource database, int timeoutSeconds) {
        this.sql = new JdbcTemplate(database);
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * @return the places of those that were kept; the others say something new, or are on their
     *     way, or unknown. A host must not stand there twice.
     */
    public BitSet write(List<Sighting> sightings) {
        BitSet kept = sql.execute((Connection connection) -> write(connection, sightings));
        return kept == null ? new BitSet() : kept;
    }

    private BitSet write(Connection connection, List<Sighting> sightings) throws SQLException {
        int count = sightings.size();
        long[] applications = new long[count];
        String[] machines = new String[count];
        long[] said = new long[count];
        double[] ats = new double[count];
        for (int i = 0; i < count; i++) {
            Sighting one = sightings.get(i);
            applications[i] = one.host().applicationId();
            machines[i] = one.host().machineId();
            said[i] = one.said();
            ats[i] = seconds(one.at());
        }
        BitSet kept = new BitSet(count);
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.setObject(1, applications);
            statement.setObject(2, machines);
            statement.setObject(3, said);
            statement.setObject(4, ats);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kept.set((int) rows.getLong(1) - 1);
                }
            }
        }
        return kept;
    }

    /** Of an instant of this century a double is a tenth of a microsecond off at most. */
    private static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1000 / MICROS;
    }
}
