package dev.platte.harness.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.boot.WholeImages;
import dev.platte.harness.day.Witness.Line;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.harness.replicas.Recount;
import dev.platte.harness.replicas.Replica;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A day of a host, compressed, and longer where a thousand faults have not struck by then: the
 * network, the state directory, the disk, the clock and the power fail, and the agent is killed at
 * any point, while it updates from release to release from a real server. At its end the host runs
 * the last release, no report was lost, nothing was counted twice, every boot was one of a whole
 * image, and nothing leaked.
 */
class DayTest {
    private static final long SEED = Long.getLong("platte.day.seed", 20261125);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LONGEST = DAY.multipliedBy(3);
    private static final Duration EVENING = Duration.ofHours(6);
    private static final int MOST_RESTS_PER_RELEASE = 60;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path home;

    private final Plan plan = new Plan(SEED);
    private final Witness witness = new Witness();
    private final WholeImages images = new WholeImages();
    private Path root = Path.of("none");
    private int rests;
    private int restsOfRelease;
    private int abandoned;
    private Duration end = LONGEST;
    private long descriptors;
    private int threads;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aThousandFaultsLoseNothing(TestReporter reporter) throws Exception {
        reporter.publishEntry("seed", Long.toString(SEED));
        try (EmbeddedPostgres postgres = Replica.database();
                HttpClient http = HttpClient.newHttpClient()) {
            FaultyHost[] host = new FaultyHost[1];
            try (FaultyWire wire = new FaultyWire(() -> host[0].process(), plan, witness);
                    Replica server =
                            new Replica(
                                    "server", home, postgres.getJdbcUrl("postgres", "postgres"))) {
                server.start("--platte.public-url=" + wire.address());
                SigningKey key = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());
                try (Releases releases =
                        new Releases(
                                postgres.getJdbcUrl("postgres", "postgres"),
                                home,
                                key,
                                wire,
                                images)) {
                    host[0] = host(releases, key, wire);
                    server.awaitReady(http);
                    wire.connect(server.address("/v1/update/"));
                    live(host[0], releases);
                    judge(JdbcClient.create(postgres.getPostgresDatabase()), reporter);
                    assertThat(
                                    host[0].version().equals(releases.target())
                                            || fellBackFrom(releases.target(), witness.lines()))
                            .as("whether the host is where it can be in the evening")
                            .isTrue();
                }
            }
        }
    }

    private FaultyHost host(Releases releases, SigningKey key, FaultyWire wire) throws Exception {
        DiskImage disk = DiskImage.create(home.resolve("disk"), DiskLayout.around(1 << 20));
        disk.fill(3, releases.image(1));
        Path root = root();
        Files.createDirectories(root.resolve("usr/share/platte/keys"));
        Files.createDirectories(root.resolve("etc"));
        KeyFiles.writePublic(
                key.verificationKey(), root.resolve("usr/share/platte/keys/payload.pem"));
        Files.writeString(root.resolve("etc/machine-id"), "abce671d61774703ac7be60715220bfe\n");
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("SERVER", wire.address() + "/v1/update/");
        keys.put("GROUP", "stable");
        keys.put("DOWNLOAD_RETRIES", "3");
        return new FaultyHost(
                new FaultyHost.Parts(plan, root, new FaultyDisk(disk.path(), plan), images, keys),
                witness,
                SEED);
    }

    /** In memory where there is such a place: the day has some ten thousand syncs. */
    private Path root() throws IOException {
        Path memory = Path.of("/dev/shm");
        root =
                Files.isWritable(memory)
                        ? Files.createTempDirectory(memory, "platte-day")
                        : home.resolve("root");
        return root;
    }

    @AfterEach
    void remove() throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void live(FaultyHost host, Releases releases) throws Exception {
        releases.next();
        host.boot();
        host.whenAtRest(resting -> atRest(resting, releases));
        while (host.elapsed().compareTo(plan.isOver() ? DAY : LONGEST) < 0) {
            host.live();
        }
        plan.end();
        end = host.elapsed().plus(EVENING);
        while (host.elapsed().compareTo(end) < 0) {
            host.live();
        }
    }

    private boolean atRest(FaultyHost host, Releases releases) {
        rests++;
        if (rests == 200) {
            descriptors = descriptors();
            threads = Thread.getAllStackTraces().size();
        }
        if (!plan.isOver() && isSettled(host, releases.target())) {
            try {
                releases.next();
                restsOfRelease = 0;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return host.elapsed().compareTo(end) >= 0;
    }

    /** Whether the host is where it can be, and the server has heard so. */
    private boolean isSettled(FaultyHost host, String target) {
        restsOfRelease++;
        if (restsOfRelease > MOST_RESTS_PER_RELEASE) {
            abandoned++;
            return true;
        }
        List<Line> lines = witness.lines();
        return host.version().equals(target)
                ? lines.getLast() instanceof Line.Heard(var _, var isCheck, var version, var _)
                        && isCheck
                        && version.equals(target)
                : fellBackFrom(target, lines);
    }

    private static boolean fellBackFrom(String target, List<Line> lines) {
        int booted = lines.lastIndexOf(new Line.Booted(target, Releases.isBad(target)));
        return booted >= 0
                && lines.subList(booted, lines.size()).stream()
                        .anyMatch(line -> line instanceof Line.Heard heard && heard.isCheck());
    }

    private void judge(JdbcClient sql, TestReporter reporter) throws Exception {
        long descriptorsLeft = descriptors();
        int threadsLeft = Thread.getAllStackTraces().size();
        Files.writeString(
                home.resolve("witness"),
                String.join("\n", witness.lines().stream().map(Line::toString).toList()));
        Account account = new Account(witness.lines());
        String faults = "%d faults %s".formatted(plan.total(), plan.struck());
        reporter.publishEntry("faults", faults);
        account.everyInstallationWasReported();
        account.everyFailureWasReported();
        account.theServerCountsWhatHappened(sql);
        Recount.check(sql);
        String summary =
                "%s; %d rests; %d releases given up; %s; descriptors %d -> %d, threads %d -> %d"
                        .formatted(
                                faults,
                                rests,
                                abandoned,
                                account,
                                descriptors,
                                descriptorsLeft,
                                threads,
                                threadsLeft);
        reporter.publishEntry("day", summary);
        assertThat(plan.total()).as(summary).isGreaterThanOrEqualTo(1000);
        assertThat(plan.struck().keySet())
                .as("kinds of faults")
                .containsExactlyInAnyOrder(Fault.values());
        assertThat(descriptorsLeft).as(summary).isLessThanOrEqualTo(descriptors + 5);
        assertThat(threadsLeft).as(summary).isLessThanOrEqualTo(threads + 3);
    }

    private static long descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
