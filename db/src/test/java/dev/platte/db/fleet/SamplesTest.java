package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class SamplesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final JdbcClient sql;
    private final Samples samples;
    private final Fleet fleet;
    private final long application;

    SamplesTest(TestDatabase database) {
        this.sql = database.sql();
        var source = database.dataSource();
        TransactionTemplate transactions =
                new TransactionTemplate(new JdbcTransactionManager(source));
        JdbcClient bound = JdbcClient.create(source);
        this.samples = new Samples(bound, transactions);
        this.fleet = new Fleet(bound, transactions);
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
        sql.sql("delete from host_sample").update();
    }

    private void host(String machine, String version) {
        fleet.recordPolls(
                List.of(
                        new PollRecord(
                                UUID.randomUUID(),
                                0,
                                NOON,
                                new HostKey(application, machine),
                                null,
                                new HostFacts(
                                        "stable", version, null, "amd64", null, null, null, null,
                                        null),
                                null,
                                null,
                                null,
                                List.of())));
    }

    private List<Samples.HostSample> all(Duration step) {
        return samples.ofHosts(application, null, Instant.EPOCH, NOON.plusSeconds(1L << 31), step);
    }

    @Test
    void everyFiveMinutesAreSampledOnceWhoeverAsks() {
        host("a", "1.0");
        host("b", "1.0");
        assertThat(samples.take(NOON.plusSeconds(61))).isTrue();
        assertThat(samples.take(NOON.plusSeconds(299))).isFalse();
        host("c", "2.0");
        assertThat(samples.take(NOON.plusSeconds(300))).isTrue();
        assertThat(all(Samples.STEP))
                .extracting(
                        Samples.HostSample::at,
                        Samples.HostSample::version,
                        Samples.HostSample::hosts)
                .containsExactly(
                        tuple(NOON, "1.0", 2L),
                        tuple(NOON.plusSeconds(300), "1.0", 2L),
                        tuple(NOON.plusSeconds(300), "2.0", 1L));
        assertThat(all(Duration.ofHours(1))).hasSize(1);
    }

    /** The counters are what samples are made of. */
    @Test
    void allGroupsTogetherAreSampledBesideEach() {
        sql.sql(
                        """
                        insert into host_counter (application_id, group_id, arch, version, state, hosts)
                        select :application, g, a, '1.0', 'UNKNOWN', g
                        from generate_series(0, 3) g, unnest(array['amd64', 'arm64']) a
                        """)
                .param("application", application)
                .update();
        samples.take(NOON);
        assertThat(all(Samples.STEP))
                .extracting(Samples.HostSample::hosts)
                .as("of all groups")
                .containsExactly(12L);
        Instant end = NOON.plusSeconds(1);
        assertThat(samples.ofHosts(application, 3L, NOON, end, Samples.STEP))
                .extracting(Samples.HostSample::hosts)
                .as("of one")
                .containsExactly(6L);
    }

    @Test
    void oldSamplesAreThinnedOut() {
        host("d", "1.0");
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        for (int i = 0; i < 25; i++) {
            samples.take(midnight.plusSeconds(300L * i));
        }
        samples.take(midnight.plus(Duration.ofDays(4)));
        assertThat(all(Samples.STEP))
                .extracting(Samples.HostSample::at)
                .containsExactly(
                        midnight,
                        midnight.plus(Duration.ofHours(1)),
                        midnight.plus(Duration.ofHours(2)),
                        midnight.plus(Duration.ofDays(4)));
        samples.take(midnight.plus(Duration.ofDays(100)));
        assertThat(all(Samples.STEP)).hasSize(3);
        samples.take(midnight.plus(Duration.ofDays(900)));
        assertThat(all(Samples.STEP)).hasSize(1);
    }
}
