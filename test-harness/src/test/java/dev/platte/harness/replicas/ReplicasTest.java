package dev.platte.harness.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Promises 1 and 2 of the design: three servers on one PostgreSQL, killed at random under load, and
 * no limit is ever exceeded, no slot lost, nothing forgotten that was acknowledged.
 */
class ReplicasTest {

    private static final long SEED = 20260301;
    private static final Duration LOAD = Duration.ofSeconds(45);

    /** Most under way at once, and hosts that want to be. */
    private static final List<int[]> FLEETS =
            List.of(new int[] {1, 6}, new int[] {7, 16}, new int[] {50, 80});

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void noLimitIsExceededAndNothingAcknowledgedIsLost(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home, TestReporter reporter)
            throws Exception {
        try (EmbeddedPostgres postgres = Replica.database();
                HttpClient http =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(Duration.ofSeconds(2))
                                .build()) {
            String database = postgres.getJdbcUrl("postgres", "postgres");
            JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
            List<Fleet> fleets = Fleet.make(database, home, FLEETS);
            List<Replica> replicas = new ArrayList<>();
            try {
                for (String name : List.of("one", "two", "three")) {
                    replicas.add(new Replica(name, home, database));
                }
                run(fleets, replicas, sql, http, reporter);
            } finally {
                replicas.forEach(Replica::close);
            }
        }
    }

    private static void run(
            List<Fleet> fleets,
            List<Replica> replicas,
            JdbcClient sql,
            HttpClient http,
            TestReporter reporter)
            throws Exception {
        for (Replica replica : replicas) {
            replica.start();
        }
        for (Replica replica : replicas) {
            replica.awaitReady(http);
        }
        Load load = new Load(replicas, http, SEED);
        Watch watch = new Watch(sql);
        List<Future<?>> all = new ArrayList<>();
        int kills;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.add(
                    threads.submit(
                            () -> {
                                watch.run();
                                return null;
                            }));
            for (Fleet fleet : fleets) {
                for (int place = 0; place < fleet.hosts(); place++) {
                    int here = place;
                    all.add(
                            threads.submit(
                                    () -> {
                                        load.run(fleet, here);
                                        return null;
                                    }));
                }
            }
            kills = killAtRandom(replicas, http);
            load.stop();
            watch.stop();
        }
        for (Future<?> one : all) {
            one.get();
        }
        judge(fleets, load, watch, sql, kills, reporter);
    }

    /** While one comes back another one may go; the last one that is up stays. */
    private static int killAtRandom(List<Replica> replicas, HttpClient http) throws Exception {
        Random random = new Random(SEED);
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LOAD.toNanos();
        int kills = 0;
        while (System.nanoTime() < end) {
            never.await(500 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            Replica victim = replicas.get(random.nextInt(replicas.size()));
            boolean another = false;
            for (Replica other : replicas) {
                another |= other != victim && other.ready(http);
            }
            if (another && victim.ready(http)) {
                victim.kill();
                kills++;
                never.await(random.nextInt(800), TimeUnit.MILLISECONDS);
                victim.start();
            }
        }
        return kills;
    }

    private static void judge(
            List<Fleet> fleets,
            Load load,
            Watch watch,
            JdbcClient sql,
            int kills,
            TestReporter reporter) {
        reporter.publishEntry(
                "%d kills, %d polls answered, %d in vain, %d offers, %d events"
                        .formatted(
                                kills,
                                load.polls(),
                                load.failures(),
                                load.offers(),
                                load.acknowledged().size()));
        assertThat(kills).isGreaterThan(2);
        for (Fleet fleet : fleets) {
            assertThat(mostAtOnce(sql, fleet))
                    .as("most under way at once, by the attempts' rows")
                    .isEqualTo(fleet.limit());
            assertThat(watch.most(fleet))
                    .as("most under way at once, seen from outside")
                    .isBetween(1L, (long) fleet.limit());
        }
        Set<Long> kept =
                new HashSet<>(sql.sql("select error_code from event").query(Long.class).list());
        Set<Long> lost = new HashSet<>(load.acknowledged());
        lost.removeAll(kept);
        assertThat(load.acknowledged()).hasSizeGreaterThan(100);
        assertThat(lost).as("acknowledged events that are not there").isEmpty();
        Recount.check(sql);
    }

    private static long mostAtOnce(JdbcClient sql, Fleet fleet) {
        return sql.sql(
                        """
                        select max(open) from (
                            select sum(step) over (order by at, step) as open from (
                                select granted as at, 1 as step from attempt where rollout_id = :id
                                union all
                                select released, -1 from attempt
                                where rollout_id = :id and released is not null) steps) sums
                        """)
                .param("id", fleet.rolloutId())
                .query(Long.class)
                .single();
    }
}
