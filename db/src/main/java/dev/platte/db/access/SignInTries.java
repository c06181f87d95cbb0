package dev.platte.db.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts tries to sign in, over all servers, in windows of 15 minutes: 10 of one name from one
 * address, 50 from one address (of IPv6 the first 64 bits), 200 of one name from anywhere. The last
 * is wide, so that nobody is locked out cheaply by somebody else. A try is counted before it is
 * judged, so that many at once are no way around, and taken back when it was right.
 */
@Component
final class SignInTries {

    static final Duration WINDOW = Duration.ofMinutes(15);

    private static final int OF_PAIR = 10;
    private static final int FROM_ADDRESS = 50;
    private static final int OF_NAME = 200;

    private record Count(String key, int tries, Instant since) {}

    private final JdbcClient sql;
    private final InstantSource clock;

    SignInTries(JdbcClient sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Counts a try; says how long to wait where there were too many. */
    Optional<Duration> take(String name, String address) {
        Instant now = clock.instant();
        sql.sql(
                        """
                        delete from sign_in_try where key in (
                            select key from sign_in_try where since <= ? for update skip locked)
                        """)
                .param(now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .update();
        Map<String, Integer> limits = limits(name, address);
        // In the order of their keys, so that no two tries wait for each other.
        return sql
                .sql(
                        """
                        insert into sign_in_try (key, tries, since)
                        select key, 1, :now from unnest(:keys::text[]) key order by key
                        on conflict (key) do update set tries = sign_in_try.tries + 1
                        returning key, tries, since
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("keys", limits.keySet().toArray(String[]::new))
                .query(SignInTries::count)
                .list()
                .stream()
                .filter(count -> count.tries() > limits.getOrDefault(count.key(), 0))
                .map(count -> Duration.between(now, count.since().plus(WINDOW)))
                .filter(Duration::isPositive)
                .max(Duration::compareTo);
    }

    /** The try was right: it counts for nothing, and neither do the wrong ones of this pair. */
    void forgive(String name, String address) {
        sql.sql("delete from sign_in_try where key = ?").param(pair(name, address)).update();
        for (String key : new String[] {key("address", address(address)), key("name", name)}) {
            sql.sql("update sign_in_try set tries = greatest(0, tries - 1) where key = ?")
                    .param(key)
                    .update();
        }
    }

    private static Map<String, Integer> limits(String name, String address) {
        Map<String, Integer> limits = new TreeMap<>();
        limits.put(pair(name, address), OF_PAIR);
        limits.put(key("address", address(address)), FROM_ADDRESS);
        limits.put(key("name", name), OF_NAME);
        return limits;
    }

    private static String pair(String name, String address) {
        return key("pair", address(address) + " " + name);
    }

    /** Hashed: what people type as a name may be their password. */
    private static String key(String kind, String what) {
        return HexFormat.of()
                .formatHex(
                        AuditChain.sha256()
                                .digest((kind + " " + what).getBytes(StandardCharsets.UTF_8)));
    }

    private static String address(String literal) {
        try {
            return InetAddress.ofLiteral(literal) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, 8)
                    : literal;
        } catch (IllegalArgumentException e) {
            return literal; // A proxy's word for it is as good for counting.
        }
    }

    private static Count count(ResultSet row, int number) throws SQLException {
        return new Count(
                row.getString("key"),
                row.getInt("tries"),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
