package dev.platte.harness.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.replicas.LockHost.World;
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
 * Reboot slots on two servers and one database, over a line that loses requests and answers, says
 * things twice, and says them again much later, while the servers are killed at random. Never more
 * hosts are down than there are slots, none that is down loses its slot, and all are served.
 */
class LockModelTest {
    private static final long SEED = 20261125;
    private static final int HOSTS = 12;
    private static final int SLOTS = 3;
    private static final Duration LOAD = Duration.ofSeconds(30);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void neverMoreHostsAreDownThanThereAreSlots(
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
            List<Replica> replicas =
                    List.of(new Replica("one", home, database), new Replica("two", home, database));
            try {
                for (Replica replica : replicas) {
                    replica.start();
                    replica.awaitReady(http);
                }
                run(replicas, http, sql, reporter);
            } finally {
                replicas.forEach(Replica::close);
            }
        }
    }

    private static void run(
            List<Replica> replicas, HttpClient http, JdbcClient sql, TestReporter reporter)
            throws Exception {
        World world = new World(replicas, http, SLOTS);
        List<LockHost> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new LockHost("host-" + i, world, SEED + i));
        }
        sql.sql("insert into lock_group (name, rules, created) values ('model', ?::json, now())")
                .param("{\"limit\": %d}".formatted(SLOTS))
                .update();
        List<Future<?>> all = new ArrayList<>();
        int kills;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (LockHost host : hosts) {
                all.add(
                        threads.submit(
                                () -> {
                                    host.run();
                                    return null;
                                }));
            }
            all.add(
                    threads.submit(
                            () -> {
                                watch(world, sql);
                                return null;
                            }));
            kills = killAtRandom(replicas, http);
            world.calm();
        }
        for (Future<?> one : all) {
            one.get();
        }
        reporter.publishEntry(
                "lock model",
                "%d reboots of %d hosts, at most %d down, %d requests, %d of them late, %d kills"
                        .formatted(
                                world.reboots(),
                                HOSTS,
                                world.mostDown(),
                                world.requests(),
                                world.lateOnes(),
                                kills));
        assertThat(world.mostDown()).isEqualTo(SLOTS);
        assertThat(world.lateOnes()).isPositive();
        assertThat(kills).isPositive();
        assertThat(hosts).allSatisfy(host -> assertThat(host.calmReboots()).isPositive());
        assertThat(held(sql)).as("all slots are given back").isEmpty();
    }

    private static Set<String> held(JdbcClient sql) {
        return new HashSet<>(
                sql.sql("select host from lock_slot where state <> 'SETTLING'")
                        .query(String.class)
                        .list());
    }

    /** Who is down before and after a look has a slot in between. */
    private static void watch(World world, JdbcClient sql) throws InterruptedException {
        while (!world.isOver(HOSTS)) {
            Set<String> before = world.down();
            Set<String> held = held(sql);
            Set<String> both = world.down();
            both.retainAll(before);
            assertThat(held.size()).isLessThanOrEqualTo(SLOTS);
            assertThat(held)
                    .containsAll(both.stream().map(period -> period.split("/", -1)[0]).toList());
            world.pause(5);
        }
    }

    private static int killAtRandom(List<Replica> replicas, HttpClient http) throws Exception {
        Random random = new Random(SEED);
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + LOAD.toNanos();
        int kills = 0;
        while (System.nanoTime() < end) {
            never.await(500 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            Replica victim = replicas.get(random.nextInt(replicas.size()));
            Replica other = replicas.get(1 - replicas.indexOf(victim));
            if (other.ready(http) && victim.ready(http)) {
                victim.kill();
                kills++;
                never.await(random.nextInt(800), TimeUnit.MILLISECONDS);
                victim.start();
            }
        }
        for (Replica replica : replicas) {
            replica.awaitReady(http);
        }
        return kills;
    }
}
