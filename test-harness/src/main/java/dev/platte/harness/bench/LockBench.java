package dev.platte.harness.bench;

import dev.platte.harness.bench.PollLoad.Outcome;
import dev.platte.harness.bench.PollLoad.Question;
import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.demo.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark {@code lock}: the real server with its database, and a lock group in which all
 * hosts wait for the few slots that others hold. Beside it an endpoint of the same server that
 * answers always the same.
 */
@Command(name = "bench lock", sortOptions = false)
public final class LockBench {
    private static final String FLEET_LOCK =
            "fleet-lock-protocol: true\nContent-Type: application/json";
    private static final String CONSTANT = "/v1/constant";
    private static final int LOCKED = 423;
    private static final int OK = 200;
    private static final int SLOTS = 10;

    @Option(names = "--hosts", defaultValue = "10000", description = "That wait.")
    private int hosts;

    @Option(names = "--seconds", defaultValue = "15", description = "Of each kind of call.")
    private int seconds;

    @Option(names = "--connections", defaultValue = "64", description = "Calls on their way.")
    private int connections;

    @Option(names = "--json", description = "The same figures as JSON.")
    private @Nullable Path json;

    private LockBench() {}

    /**
     * Runs and prints a table.
     *
     * @return 0 if it ran, 1 if it could not, 2 if the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) {
        LockBench bench = new LockBench();
        try {
            new CommandLine(bench).parseArgs(args.toArray(String[]::new));
            if (bench.hosts <= SLOTS || bench.seconds < 1 || bench.connections < 1) {
                out.printf(
                        "bench lock: --hosts is more than %d, --seconds and --connections 1 or more%n",
                        SLOTS);
                return 2;
            }
            bench.run(out);
            return 0;
        } catch (CommandLine.ParameterException e) {
            out.println("bench lock: " + e.getMessage());
            return 2;
        } catch (IOException | SQLException e) {
            out.println("the benchmark could not run: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("the benchmark was interrupted");
            return 1;
        }
    }

    private void run(PrintStream out) throws IOException, SQLException, InterruptedException {
        Path work = Files.createTempDirectory("platte-bench-lock");
        try (Programs programs = Programs.built(BenchPlace.root())) {
            Runtime.getRuntime().addShutdownHook(new Thread(programs::close));
            DemoServer server = DemoServer.start(programs, work, 0, "--platte.bench-endpoint=true");
            try (BenchDatabase database = BenchDatabase.open(DemoServer.data(work))) {
                database.lockGroup("bench", SLOTS);
                Map<String, Outcome> measured = measure(URI.create(server.address()));
                print(measured, database.waiting(), out);
                if (json != null) {
                    Files.writeString(json, json(measured));
                }
            }
        } finally {
            BenchPlace.remove(work);
        }
    }

    private Map<String, Outcome> measure(URI address) throws IOException {
        PollLoad load = new PollLoad(address, connections, hosts);
        // The first hosts get the slots, all others their places.
        new PollLoad(address, 1, SLOTS).once(preReboot("", OK));
        new PollLoad(address, connections, hosts).once(preReboot("w-", LOCKED));
        Map<String, Outcome> measured = new LinkedHashMap<>();
        Question constant = new Question(CONSTANT, FLEET_LOCK, body(""), OK);
        load.run(constant, seconds / 2.0);
        measured.put("constant", load.run(constant, seconds));
        measured.put("pre-reboot", load.run(preReboot("w-", LOCKED), seconds));
        // Hosts that hold nothing say that they are well, as each does at its start.
        load.run(steadyState(), seconds / 2.0);
        measured.put("steady-state", load.run(steadyState(), seconds));
        return measured;
    }

    private static Question preReboot(String prefix, int status) {
        return new Question("/v1/pre-reboot", FLEET_LOCK, body(prefix), status);
    }

    private static Question steadyState() {
        return new Question("/v1/steady-state", FLEET_LOCK, body("s-"), OK);
    }

    /** As zincati says it. */
    private static String body(String prefix) {
        return "{\"client_params\":{\"id\":\"%s%s\",\"group\":\"bench\"}}"
                .formatted(prefix, PollLoad.MACHINE);
    }

    private void print(Map<String, Outcome> measured, long waiting, PrintStream out) {
        out.printf(
                "%,d hosts wait for %d slots, %d connections, %d cores shared with the load generator%n",
                waiting, SLOTS, connections, Runtime.getRuntime().availableProcessors());
        out.printf(
                "%-14s %11s %9s %9s %9s %12s%n",
                "call", "answers/s", "p50 (ms)", "p99 (ms)", "refused", "of constant");
        double constant = measured.get("constant").perSecond();
        measured.forEach(
                (name, outcome) ->
                        out.printf(
                                Locale.ROOT,
                                "%-14s %,11.0f %9.2f %9.2f %9d %12.2f%n",
                                name,
                                outcome.perSecond(),
                                outcome.millis(0.5),
                                outcome.millis(0.99),
                                outcome.refused(),
                                outcome.perSecond() / constant));
    }

    private static String json(Map<String, Outcome> measured) {
        return measured.entrySet().stream()
                .map(
                        each ->
                                String.format(
                                        Locale.ROOT,
                                        "\"%s\": {\"perSecond\": %.0f, \"p50Millis\": %.3f, \"p99Millis\": %.3f, \"refused\": %d}",
                                        each.getKey(),
                                        each.getValue().perSecond(),
                                        each.getValue().millis(0.5),
                                        each.getValue().millis(0.99),
                                        each.getValue().refused()))
                .collect(Collectors.joining(", ", "{", "}\n"));
    }
}
