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
 * polls need no more; so hosts are found by the number of what they said, without a look at the
 * hosts themselves, the arrays go in binary, and nothing stands between it and the driver.
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
            from (select head, tail, to_timestamp(at) as at, place
                from unnest(?::bigint[], ?::bigint[], ?::float8[]) with ordinality
                    as polls (head, tail, at, place)) k
            where s.said = k.head and s.said_tail = k.tail
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
        long[] heads = new long[count];
        long[] tails = new long[count];
        double[] ats = new double[count];
        for (int i = 0; i < count; i++) {
            Sighting one = sightings.get(i);
            heads[i] = one.said().head();
            tails[i] = one.said().tail();
            ats[i] = seconds(one.at());
        }
        BitSet kept = new BitSet(count);
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.setObject(1, heads);
            statement.setObject(2, tails);
            statement.setObject(3, ats);
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
