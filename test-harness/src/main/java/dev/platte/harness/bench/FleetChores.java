package dev.platte.harness.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.platte.db.fleet.EventRetention;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.Samples;
import dev.platte.db.rollout.Completion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What servers do by themselves now and then, done beside the server in the same large fleet: each
 * as often as it takes to see it warm.
 */
final class FleetChores {
    private static final int TIMES = 5;
    private static final int LEASES = 200;

    private final BenchServer bench;

    FleetChores(BenchServer bench) {
        this.bench = bench;
    }

    /** All that is at rest, with its verbs; no server around it. */
    @EnableAutoConfiguration
    static class Verbs {}

    void run(PrintStream out) throws IOException, SQLException {
        Path data = Files.createTempDirectory("platte-bench-chores");
        try (HikariDataSource pool = new HikariDataSource(pooled());
                ConfigurableApplicationContext verbs =
                        new SpringApplicationBuilder(Verbs.class)
                                .web(WebApplicationType.NONE)
                                .initializers(
                                        context ->
                                                context.getBeanFactory()
                                                        .registerSingleton("pool", pool))
                                .run(
                                        "--spring.main.banner-mode=off",
                                        "--logging.level.root=error",
                                        "--spring.flyway.enabled=false",
                                        "--platte.data=" + data)) {
            out.println("what servers do by themselves (ms), and how the database went about it:");
            for (Map.Entry<String, Runnable> chore : chores(verbs).entrySet()) {
                measure(chore.getKey(), chore.getValue(), out);
            }
        } finally {
            BenchPlace.remove(data);
        }
    }

    /** As servers do: making connections is no part of a chore. */
    private HikariConfig pooled() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(bench.database().source());
        return config;
    }

    private static Map<String, Runnable> chores(ConfigurableApplicationContext verbs) {
        TransactionTemplate transactions =
                new TransactionTemplate(verbs.getBean(PlatformTransactionManager.class));
        Fleet fleet = verbs.getBean(Fleet.class);
        Samples samples = verbs.getBean(Samples.class);
        HostCare care = verbs.getBean(HostCare.class);
        GoneHosts gone = verbs.getBean(GoneHosts.class);
        Instant later = Instant.now().plusSeconds(Duration.ofHours(1).toSeconds());
        int[] sample = {0};
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put(
                "look for leases that have ended",
                () -> transactions.executeWithoutResult(status -> fleet.lockSilent(LEASES)));
        all.put(
                "look for rollouts that are over",
                verbs.getBean(Completion.class)::completeFinished);
        all.put(
                "take a sample",
                () -> samples.take(later.plus(Duration.ofMinutes(5).multipliedBy(sample[0]++))));
        all.put(
                "retire 1000 silent hosts",
                () -> care.retireSilent(Duration.ofDays(30), List.of()));
        all.put(
                "look for hosts to retire",
                () -> care.retireSilent(Duration.ofDays(180), List.of()));
        all.put("forget 1000 retired hosts", () -> gone.forgetRetired(Duration.ofDays(100)));
        all.put("look for hosts to forget", () -> gone.forgetRetired(Duration.ofDays(365)));
        all.put("turn the partitions of events", verbs.getBean(EventRetention.class)::turn);
        return all;
    }

    private void measure(String name, Runnable chore, PrintStream out)
            throws IOException, SQLException {
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long before = System.nanoTime();
            chore.run();
            nanos[i] = System.nanoTime() - before;
        }
        out.println();
        out.printf(Locale.ROOT, "%-40s %s%n", name, Timings.of(nanos).columns());
        PlanLog plans = PlanLog.of(bench.databaseLog());
        bench.database().explain(true);
        chore.run();
        bench.database().explain(false);
        plans.slowest().forEach(line -> out.println("    " + line));
    }
}
