package dev.platte.harness.bench;

import dev.platte.harness.bench.PollFigures.Measured;
import dev.platte.harness.bench.PollLoad.Outcome;
import dev.platte.harness.demo.DemoServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark {@code poll}: the real server with its database, and a fleet that asks as
 * update_engine does. Beside it, in turn with it, an endpoint of the same server that only reads
 * the body and answers always the same: what the machine does otherwise hits both.
 */
@Command(
        name = "poll",
        sortOptions = false,
        description = "Polls of a fleet against the server and its database, beside a constant.")
final class PollBench implements Benchmark {
    private static final String POLL = "/v1/update/";
    private static final String CONSTANT = "/v1/constant";

    @Option(names = "--hosts", defaultValue = "100000", description = "Rows of the host table.")
    private int hosts;

    @Option(names = "--seconds", defaultValue = "30", description = "Of polls; warm-up beside.")
    private int seconds;

    @Option(names = "--connections", defaultValue = "128", description = "Hosts that ask at once.")
    private int connections;

    @Option(names = "--rounds", defaultValue = "3", description = "In turn with the constant.")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds for each endpoint.")
    private int warmup;

    @Override
    public Optional<String> wrong() {
        return Stream.of(hosts, seconds, connections, rounds).anyMatch(n -> n < 1)
                ? Optional.of("--hosts, --seconds, --connections and --rounds are 1 or more")
                : Optional.empty();
    }

    @Override
    public String run(PrintStream out) throws IOException, SQLException, InterruptedException {
        try (BenchServer bench = BenchServer.start("poll", "--platte.bench-endpoint=true")) {
            String body = body();
            // The first host says what all of them say.
            new PollLoad(URI.create(bench.server().address()), 1, 1).run(POLL, body, 0);
            new QuietFleet(bench.database()).fill(hosts);
            PollFigures figures = measure(bench.server(), bench.database(), body);
            figures.print(out);
            out.println("most time in the database:");
            bench.database().frequent().forEach(line -> out.println("  " + line));
            return figures.json();
        }
    }

    private PollFigures measure(DemoServer server, BenchDatabase database, String body)
            throws IOException, SQLException, InterruptedException {
        PollLoad load = new PollLoad(URI.create(server.address()), connections, hosts);
        load.run(CONSTANT, body, warmup);
        load.run(POLL, body, warmup);
        database.reset();
        double part = (double) seconds / rounds;
        Measured constant = measure(load, CONSTANT, body, part, server, database);
        Measured polls = measure(load, POLL, body, part, server, database);
        for (int i = 1; i < rounds; i++) {
            constant = constant.plus(measure(load, CONSTANT, body, part, server, database));
            polls = polls.plus(measure(load, POLL, body, part, server, database));
        }
        return new PollFigures(
                hosts,
                connections,
                polls,
                constant,
                (double) database.statements() / Math.max(1, polls.outcome().nanos().length),
                database.miscounted());
    }

    private static Measured measure(
            PollLoad load,
            String path,
            String body,
            double seconds,
            DemoServer server,
            BenchDatabase database)
            throws IOException, InterruptedException {
        Duration serverBefore = cpu(server.process());
        Duration databaseBefore = database.cpu();
        Duration loadBefore = cpu(ProcessHandle.current());
        Outcome outcome = load.run(path, body, seconds);
        return new Measured(
                outcome,
                cpu(server.process()).minus(serverBefore),
                database.cpu().minus(databaseBefore),
                cpu(ProcessHandle.current()).minus(loadBefore));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What update_engine 0.4.10 sent. */
    private static String body() throws IOException {
        try (InputStream file = PollBench.class.getResourceAsStream("update-check.xml")) {
            return new String(
                    Objects.requireNonNull(file, "update-check.xml").readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
