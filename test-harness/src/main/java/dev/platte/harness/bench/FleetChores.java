package dev.platte.harness.bench;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Samples;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server does by itself now and then, done once beside it, in the same large fleet. */
final class FleetChores {
    private final BenchDatabase database;

    FleetChores(BenchDatabase database) {
        this.database = database;
    }

    void run(PrintStream out) {
        SingleConnectionDataSource source =
                new SingleConnectionDataSource(database.connection(), true);
        TransactionTemplate transactions =
                new TransactionTemplate(new JdbcTransactionManager(source));
        JdbcClient sql = JdbcClient.create(source);
        Fleet fleet = new Fleet(sql, transactions);
        Samples samples = new Samples(sql, transactions);
        Map<String, Runnable> chores = new LinkedHashMap<>();
        chores.put(
                "look for leases that have ended",
                () -> transactions.executeWithoutResult(status -> fleet.lockSilent(200)));
        chores.put("take a sample", () -> samples.take(Instant.now().plusSeconds(3600)));
        chores.put(
                "turn the partitions of events", () -> fleet.turnPartitions(Instant.now(), 7, 90));
        out.println("what the server does by itself (ms):");
        chores.forEach(
                (name, chore) -> {
                    long before = System.nanoTime();
                    chore.run();
                    out.printf(
                            Locale.ROOT, "%-40s %9.2f%n", name, (System.nanoTime() - before) / 1e6);
                });
    }
}
