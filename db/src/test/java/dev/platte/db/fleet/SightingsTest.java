package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.fixture.CountingDataSource;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class SightingsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final HostFacts FACTS =
            new HostFacts(
                    "stable", "1.0", "amd64-usr", "amd64", "boot-1", null, null, null, "10.0.0.1");

    private final CountingDataSource counting;
    private final JdbcClient sql;
    private final Fleet fleet;
    private final Sightings sightings;
    private final long application;

    SightingsTest(TestDatabase database) {
        this.counting = new CountingDataSource(database.dataSource());
        this.sql = JdbcClient.create(counting);
        this.fleet = new Fleet(sql, new TransactionTemplate(new JdbcTransactionManager(counting)));
        this.sightings = new Sightings(counting, 10);
        String appid = UUID.randomUUID().toString();
        this.application =
                sql.sql(
                                """
                                insert into application (appid, appid_key, name, created)
                                values (?, ?, ?, now()) returning id
                                """)
                        .params(appid, appid, appid)
                        .query(Long.class)
                        .single();
    }

    private HostKey host(String machine) {
        return new HostKey(application, machine);
    }

    private void polled(String machine, Instant at, @Nullable HostState state) {
        fleet.recordPolls(
                List.of(
                        new PollRecord(
                                UUID.randomUUID(),
                                0,
                                at,
                                host(machine),
                                null,
                                FACTS,
                                state,
                                null,
                                null,
                                List.of())));
    }

    private boolean seen(String machine, HostFacts facts, Instant at) {
        return sightings.write(List.of(Sighting.of(host(machine), null, facts, at))).get(0);
    }

    private Instant lastSeen(String machine) {
        return fleet.find(host(machine)).orElseThrow().lastSeen();
    }

    @Test
    void whoSaysTheSameOnTheSameDayIsSeenAndNothingElseChanges() {
        polled("a", NOON, null);
        String row = "select xmin::text || ctid::text from host where application_id = ?";
        String before = sql.sql(row).param(application).query(String.class).single();
        counting.reset();
        assertThat(seen("a", FACTS, NOON.plusSeconds(60))).isTrue();
        assertThat(counting.executed()).hasSize(1);
        assertThat(lastSeen("a")).isEqualTo(NOON.plusSeconds(60));
        assertThat(sql.sql(row).param(application).query(String.class).single()).isEqualTo(before);
    }

    @Test
    void whoSaysSomethingElseIsLookedAtClosely() {
        polled("a", NOON, null);
        HostFacts rebooted =
                new HostFacts(
                        "stable",
                        "1.0",
                        "amd64-usr",
                        "amd64",
                        "boot-2",
                        null,
                        null,
                        null,
                        "10.0.0.1");
        assertThat(seen("a", rebooted, NOON.plusSeconds(60))).isFalse();
        assertThat(seen("a", FACTS, NOON.plus(Duration.ofDays(1)))).as("another day").isFalse();
        assertThat(seen("b", FACTS, NOON)).as("a host that nobody knows").isFalse();
        assertThat(sightings.write(List.of(Sighting.of(host("a"), 7L, FACTS, NOON))).get(0))
                .as("another group")
                .isFalse();
        assertThat(lastSeen("a")).isEqualTo(NOON);
    }

    @Test
    void theSameHeadByChanceIsNotTheSameFingerprint() {
        polled("a", NOON, null);
        polled("b", NOON, null);
        Fingerprint a = Fingerprint.of(host("a"), null, FACTS, NOON);
        Fingerprint b = Fingerprint.of(host("b"), null, FACTS, NOON);
        assertThat(a).isNotEqualTo(b);
        Sighting chance =
                new Sighting(host("b"), new Fingerprint(a.head(), b.tail()), NOON.plusSeconds(60));
        assertThat(sightings.write(List.of(chance)).isEmpty()).isTrue();
        assertThat(lastSeen("a")).isEqualTo(NOON);
        assertThat(seen("a", FACTS, NOON.plusSeconds(60))).isTrue();
        assertThat(lastSeen("b")).isEqualTo(NOON);
    }

    @Test
    void whoIsOnItsWayOrMayYetComeBackIsLookedAtClosely() {
        for (HostState state : HostState.values()) {
            if (state == HostState.REPLACED) {
                continue; // Of attempts only.
            }
            String machine = "in-" + state;
            polled(machine, NOON, null);
            polled(machine, NOON.plusSeconds(1), state);
            assertThat(seen(machine, FACTS, NOON.plusSeconds(60)))
                    .as(machine)
                    .isEqualTo(!state.open() && state != HostState.TIMED_OUT);
        }
    }

    @Test
    void timeGoesBackOnlyAfterAClockThatWasWrong() {
        polled("a", NOON, null);
        assertThat(seen("a", FACTS, NOON.minusSeconds(60))).isTrue();
        assertThat(lastSeen("a")).as("a poll that was long on its way").isEqualTo(NOON);
        assertThat(seen("a", FACTS, NOON.plus(Duration.ofHours(11)))).isTrue();
        assertThat(seen("a", FACTS, NOON.plusSeconds(5))).isTrue();
        assertThat(lastSeen("a")).as("a clock that jumped").isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void ofManyEachOneIsToldApartInOneStatement() {
        List<Sighting> all =
                IntStream.range(0, 300)
                        .mapToObj(i -> Sighting.of(host("many-" + i), null, FACTS, NOON))
                        .toList();
        IntStream.range(0, 300)
                .filter(i -> i % 3 == 0)
                .forEach(i -> polled("many-" + i, NOON, null));
        counting.reset();
        BitSet kept = sightings.write(all);
        assertThat(counting.executed()).hasSize(1);
        assertThat(kept.stream())
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).filter(i -> i % 3 == 0).boxed().toList());
    }

    @Test
    void sightingsAreHeapOnlyUpdates() {
        List<Sighting> all =
                IntStream.range(0, 100)
                        .mapToObj(i -> Sighting.of(host("hot-" + i), null, FACTS, NOON))
                        .toList();
        IntStream.range(0, 100).forEach(i -> polled("hot-" + i, NOON, null));
        long updatesBefore = statistic("n_tup_upd");
        long hotBefore = statistic("n_tup_hot_upd");
        for (int round = 0; round < 20; round++) {
            assertThat(sightings.write(all).cardinality()).isEqualTo(100);
        }
        // Statistics arrive when the connections that made them are gone.
        await().until(() -> statistic("n_tup_upd") >= updatesBefore + 2000);
        assertThat(statistic("n_tup_hot_upd") - hotBefore).isGreaterThan(1900);
    }

    private long statistic(String column) {
        return sql.sql("select " + column + " from pg_stat_user_tables where relname = 'host_seen'")
                .query(Long.class)
                .single();
    }
}
