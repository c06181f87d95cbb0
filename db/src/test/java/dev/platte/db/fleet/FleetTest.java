package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.platte.db.fixture.CountingDataSource;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class FleetTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final CountingDataSource counting;
    private final JdbcClient sql;
    private final Fleet fleet;
    private final long application;

    FleetTest(TestDatabase database) {
        this.counting = new CountingDataSource(database.dataSource());
        this.sql = JdbcClient.create(counting);
        this.fleet = new Fleet(sql, new TransactionTemplate(new JdbcTransactionManager(counting)));
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

    private long target(String version) {
        return sql.sql(
                        """
                        insert into package (application_id, arch, version, version_order, created)
                        values (?, 'amd64', ?, ?, now()) returning id
                        """)
                .params(application, version, version)
                .query(Long.class)
                .single();
    }

    private HostKey host(String machine) {
        return new HostKey(application, machine);
    }

    private static HostFacts facts(String version, @Nullable String alias) {
        return new HostFacts(
                "stable", version, "amd64-usr", "x86_64", "boot-1", null, alias, null, "10.0.0.1");
    }

    private PollRecord poll(String machine, Instant at, String version) {
        return poll(machine, at, version, null, null, List.of());
    }

    private PollRecord poll(
            String machine,
            Instant at,
            String version,
            @Nullable HostState state,
            @Nullable Long offered,
            List<HostEvent> events) {
        return new PollRecord(
                UUID.randomUUID(),
                0,
                at,
                host(machine),
                null,
                facts(version, null),
                state,
                offered,
                null,
                events);
    }

    @Test
    void pollMakesAHostAndTheNextOneChangesIt() {
        fleet.recordPolls(
                List.of(
                        new PollRecord(
                                UUID.randomUUID(),
                                0,
                                NOON,
                                host("a"),
                                null,
                                facts("1.0", "web-1"),
                                null,
                                null,
                                null,
                                List.of())));
        fleet.recordPolls(List.of(poll("a", NOON.plusSeconds(60), "1.1")));
        Host host = fleet.find(host("a")).orElseThrow();
        assertThat(host.facts().version()).isEqualTo("1.1");
        assertThat(host.facts().alias())
                .as("a silent poll keeps what was known")
                .isEqualTo("web-1");
        assertThat(host.firstSeen()).isEqualTo(NOON);
        assertThat(host.lastSeen()).isEqualTo(NOON.plusSeconds(60));
        assertThat(host.state()).isEqualTo(HostState.UNKNOWN);
    }

    @Test
    void anyNumberOfPollsTakesAHandfulOfStatements() {
        long target = target("2.0");
        List<PollRecord> polls =
                IntStream.range(0, 500)
                        .mapToObj(
                                i ->
                                        poll(
                                                "many-" + i % 400,
                                                NOON.plusSeconds(i),
                                                "1.0",
                                                HostState.GRANTED,
                                                target,
                                                List.of(new HostEvent(3, 2, null, null, null))))
                        .toList();
        counting.reset();
        fleet.recordPolls(polls);
        // Looked for, made, counted, locked, read, written, counted, attempts begun, events.
        assertThat(counting.executed()).hasSize(9);
        assertThat(fleet.list(HostQuery.all(application, 500))).hasSize(400);
        assertThat(events()).isEqualTo(500);
    }

    @Test
    void idlePollsAreLockedReadAndWritten() {
        List<PollRecord> first =
                IntStream.range(0, 200).mapToObj(i -> poll("idle-" + i, NOON, "1.0")).toList();
        fleet.recordPolls(first);
        counting.reset();
        fleet.recordPolls(
                IntStream.range(0, 200)
                        .mapToObj(i -> poll("idle-" + i, NOON.plusSeconds(1), "1.0"))
                        .toList());
        assertThat(counting.executed()).hasSize(3);
    }

    @Test
    void writingTheSameBatchTwiceChangesNothing() {
        long target = target("2.0");
        List<PollRecord> batch =
                List.of(
                        poll(
                                "twice",
                                NOON,
                                "1.0",
                                HostState.GRANTED,
                                target,
                                List.of(
                                        new HostEvent(13, 1, null, null, null),
                                        new HostEvent(3, 0, 2147483658L, null, "0.9"))));
        fleet.recordPolls(batch);
        Host once = fleet.find(host("twice")).orElseThrow();
        List<PastEvent> history = fleet.history(once.id(), null, 10);
        List<Attempt> attempts = fleet.attempts(once.id(), 10);
        fleet.recordPolls(batch);
        assertThat(fleet.find(host("twice"))).contains(once);
        assertThat(fleet.history(once.id(), null, 10)).isEqualTo(history).hasSize(2);
        assertThat(fleet.attempts(once.id(), 10)).isEqualTo(attempts).hasSize(1);
        assertThat(history.getFirst().errorCode()).isEqualTo(2147483658L);
    }

    @Test
    void severalPollsOfAHostInABatchBecomeOneRow() {
        fleet.recordPolls(
                List.of(
                        poll("b", NOON.plusSeconds(2), "1.1"),
                        poll("b", NOON, "1.0", HostState.DOWNLOADING, null, List.of())));
        Host host = fleet.find(host("b")).orElseThrow();
        assertThat(host.facts().version()).isEqualTo("1.1");
        assertThat(host.state()).isEqualTo(HostState.DOWNLOADING);
    }

    @Test
    void latePollChangesNoHostButItsEventsAreKept() {
        fleet.recordPolls(List.of(poll("c", NOON, "2.0")));
        fleet.recordPolls(
                List.of(
                        poll(
                                "c",
                                NOON.minusSeconds(9),
                                "1.0",
                                null,
                                null,
                                List.of(new HostEvent(14, 1, null, null, null)))));
        Host host = fleet.find(host("c")).orElseThrow();
        assertThat(host.facts().version()).isEqualTo("2.0");
        assertThat(fleet.history(host.id(), null, 10)).hasSize(1);
    }

    @Test
    void attemptGoesFromOfferToItsEnd() {
        long target = target("2.0");
        fleet.recordPolls(List.of(poll("d", NOON, "1.0", HostState.GRANTED, target, List.of())));
        fleet.recordPolls(
                List.of(
                        poll(
                                "d",
                                NOON.plusSeconds(5),
                                "1.0",
                                HostState.INSTALLED,
                                null,
                                List.of())));
        fleet.recordPolls(
                List.of(
                        poll(
                                "d",
                                NOON.plusSeconds(9),
                                "2.0",
                                HostState.COMPLETE,
                                null,
                                List.of())));
        long id = fleet.find(host("d")).orElseThrow().id();
        assertThat(fleet.attempts(id, 10))
                .singleElement()
                .satisfies(
                        attempt -> {
                            assertThat(attempt.state()).isEqualTo(HostState.COMPLETE);
                            assertThat(attempt.packageId()).isEqualTo(target);
                            assertThat(attempt.fromVersion()).isEqualTo("1.0");
                            assertThat(attempt.changed()).isEqualTo(NOON.plusSeconds(9));
                        });
        fleet.recordPolls(
                List.of(
                        poll(
                                "d",
                                NOON.plusSeconds(20),
                                "2.0",
                                HostState.GRANTED,
                                target("3.0"),
                                List.of())));
        assertThat(fleet.attempts(id, 10)).hasSize(2);
    }

    @Test
    void anotherOfferTakesThePlaceOfTheOpenAttempt() {
        fleet.recordPolls(
                List.of(poll("e", NOON, "1.0", HostState.GRANTED, target("2.0"), List.of())));
        long newer = target("2.1");
        fleet.recordPolls(
                List.of(
                        poll(
                                "e",
                                NOON.plusSeconds(60),
                                "1.0",
                                HostState.GRANTED,
                                newer,
                                List.of())));
        long id = fleet.find(host("e")).orElseThrow().id();
        assertThat(fleet.attempts(id, 10))
                .extracting(Attempt::state)
                .containsExactly(HostState.GRANTED, HostState.REPLACED);
        assertThat(fleet.attempts(id, 10).getFirst().packageId()).isEqualTo(newer);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        List<String> machines =
                new ArrayList<>(IntStream.range(0, 95).mapToObj(i -> "page-" + i).toList());
        Collections.shuffle(machines, new Random(1));
        fleet.recordPolls(machines.stream().map(name -> poll(name, NOON, "1.0")).toList());
        List<String> seen = new ArrayList<>();
        String after = null;
        while (true) {
            List<Host> page =
                    fleet.list(
                            HostQuery.all(application, 20)
                                    .of(new HostQuery.Kind(null, "1.0", null))
                                    .with(new HostQuery.Mark.Named("page-"))
                                    .after(after));
            page.forEach(host -> seen.add(host.key().machineId()));
            if (page.size() < 20) {
                break;
            }
            after = page.getLast().key().machineId();
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(95);
        assertThat(
                        fleet.list(
                                HostQuery.all(application, 20)
                                        .of(new HostQuery.Kind(null, "9", null))))
                .isEmpty();
        assertThat(
                        fleet.list(
                                HostQuery.all(application, 20)
                                        .of(new HostQuery.Kind(null, null, HostState.FAILED))))
                .isEmpty();
    }

    @Test
    void pollsWithNothingNewAreHeapOnlyUpdates() {
        fleet.recordPolls(
                IntStream.range(0, 100).mapToObj(i -> poll("hot-" + i, NOON, "1.0")).toList());
        long updatesBefore = statistic("n_tup_upd");
        long hotBefore = statistic("n_tup_hot_upd");
        for (int round = 1; round <= 5; round++) {
            Instant at = NOON.plusSeconds(round * 60L);
            fleet.recordPolls(
                    IntStream.range(0, 100).mapToObj(i -> poll("hot-" + i, at, "1.0")).toList());
        }
        // Statistics arrive when the connections that made them are gone.
        await().until(() -> statistic("n_tup_upd") >= updatesBefore + 500);
        assertThat(statistic("n_tup_hot_upd") - hotBefore).isGreaterThan(250);
    }

    private long statistic(String column) {
        return sql.sql("select " + column + " from pg_stat_user_tables where relname = 'host'")
                .query(Long.class)
                .single();
    }

    @Test
    void concurrentBatchesOfTheSameHostsDoNotBlockEachOther() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int batch = 0; batch < 12; batch++) {
                int seed = batch;
                all.add(
                        threads.submit(
                                () -> {
                                    List<PollRecord> polls = new ArrayList<>();
                                    for (int i = 0; i < 100; i++) {
                                        polls.add(poll("race-" + i, NOON.plusSeconds(seed), "1.0"));
                                    }
                                    Collections.shuffle(polls, new Random(seed));
                                    fleet.recordPolls(polls);
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(fleet.find(host("race-7")).orElseThrow().lastSeen())
                .isEqualTo(NOON.plusSeconds(11));
    }

    @Test
    void partitionsAreMadeAheadAndDroppedByRetention() {
        Instant old = Instant.parse("2026-01-10T08:00:00Z");
        fleet.turnPartitions(old, 2, 30);
        HostEvent event = new HostEvent(13, 1, null, null, null);
        fleet.recordPolls(List.of(poll("p", old, "1.0", null, null, List.of(event))));
        assertThat(partition("event_20260110")).isEqualTo(1);
        // Nobody made a partition for this day: the event waits in the default one.
        Instant later = Instant.parse("2026-02-01T08:00:00Z");
        fleet.recordPolls(List.of(poll("p", later, "1.0", null, null, List.of(event))));
        assertThat(partition("event_default")).isEqualTo(1);
        fleet.turnPartitions(later, 2, 30);
        fleet.turnPartitions(later, 2, 30);
        assertThat(partition("event_20260201")).isEqualTo(1);
        assertThat(partition("event_default")).isZero();
        long host = fleet.find(host("p")).orElseThrow().id();
        assertThat(fleet.history(host, null, 10)).hasSize(2);
        fleet.turnPartitions(later.plus(Duration.ofDays(20)), 2, 30);
        assertThat(fleet.history(host, null, 10)).hasSize(1);
    }

    @Test
    void whatHostsSayIsClippedAndStorable() {
        String longText = "x".repeat(5000);
        fleet.recordPolls(
                List.of(
                        new PollRecord(
                                UUID.randomUUID(),
                                255,
                                NOON,
                                host("\u00e4".repeat(256)),
                                null,
                                new HostFacts(
                                        longText, "a\0b", longText, null, "", null, null, null,
                                        null),
                                null,
                                null,
                                4_294_967_295L,
                                List.of())));
        Host host = fleet.find(host("\u00e4".repeat(256))).orElseThrow();
        assertThat(host.facts().track()).hasSize(512);
        assertThat(host.facts().version()).isEqualTo("a\uFFFDb");
        assertThat(host.lastError()).isEqualTo(4_294_967_295L);
        assertThatThrownBy(() -> host("m".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private long partition(String name) {
        return sql.sql("select count(*) from " + name).query(Long.class).single();
    }

    private long events() {
        return sql.sql(
                        "select count(*) from event e join host h on h.id = e.host_id where h.application_id = ?")
                .param(application)
                .query(Long.class)
                .single();
    }
}
