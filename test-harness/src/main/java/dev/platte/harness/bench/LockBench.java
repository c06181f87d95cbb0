package dev.platte.harness.bench;

import dev.platte.harness.bench.PollLoad.Outcome;
import dev.platte.harness.bench.PollLoad.Question;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark {@code lock}: the real server with its database, and a lock group in which all
 * hosts wait for the few slots that others hold. Beside it an endpoint of the same server that
 * answers always the same.
 */
@Command(
        name = "lock",
        sortOptions = false,
        description = "Reboot slots with 10,000 waiting hosts, beside a constant.")
final class LockBench implements Benchmark {
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

    @Override
    public Optional<String> wrong() {
        return hosts <= SLOTS || seconds < 1 || connections < 1
                ? Optional.of(
                        "--hosts is more than %d, --seconds and --connections 1 or more"
                                .formatted(SLOTS))
                : Optional.empty();
    }

    @Override
    public String run(PrintStream out) throws IOException, SQLException, InterruptedException {
        try (BenchServer bench = BenchServer.start("lock", "--platte.bench-endpoint=true")) {
            bench.database().lockGroup("bench", SLOTS);
            Map<String, Outcome> measured = measure(URI.create(bench.server().address()));
            print(measured, bench.database().waiting(), out);
            return json(measured);
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
        out.printf("%-14s %s %12s%n", "call", Outcome.HEAD, "of constant");
        double constant = measured.get("constant").perSecond();
        measured.forEach(
                (name, outcome) ->
                        out.printf(
                                Locale.ROOT,
                                "%-14s %s %12.2f%n",
                                name,
                                outcome.columns(),
                                outcome.perSecond() / constant));
    }

    private static String json(Map<String, Outcome> measured) {
        return measured.entrySet().stream()
                .map(each -> "\"%s\": {%s}".formatted(each.getKey(), each.getValue().json()))
                .collect(Collectors.joining(", ", "{", "}\n"));
    }
}
