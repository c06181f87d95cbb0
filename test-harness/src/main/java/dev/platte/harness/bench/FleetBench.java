package dev.platte.harness.bench;

import dev.platte.harness.demo.DemoServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark {@code fleet}: what people and programs ask of a large fleet, asked of the real
 * server over REST, one question at a time; and how its database went about it.
 */
@Command(name = "bench fleet", sortOptions = false)
public final class FleetBench {
    private static final double AIM_MILLIS = 100;
    private static final int WARM_UP = 20;

    @Option(names = "--hosts", defaultValue = "3000000", description = "Rows of the host table.")
    private int hosts;

    @Option(names = "--times", defaultValue = "200", description = "How often each is asked.")
    private int times;

    @Option(names = "--json", description = "The same figures as JSON.")
    private @Nullable Path json;

    private final RandomGenerator random = new SplittableRandom(7);

    private FleetBench() {}

    /** Asks for something, each time for something else. */
    private interface Question {
        String path();
    }

    private record Figures(double median, double p95, double most) {

        static Figures of(long[] nanos) {
            Arrays.sort(nanos);
            return new Figures(
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 95 / 100] / 1e6,
                    nanos[nanos.length - 1] / 1e6);
        }
    }

    /**
     * Runs and prints a table.
     *
     * @return 0 if it ran, 1 if it could not, 2 if the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) {
        FleetBench bench = new FleetBench();
        try {
            new CommandLine(bench).parseArgs(args.toArray(String[]::new));
            if (bench.hosts < 1000 || bench.times < 1) {
                out.println("bench fleet: --hosts is 1000 or more, --times 1 or more");
                return 2;
            }
            bench.run(out);
            return 0;
        } catch (CommandLine.ParameterException e) {
            out.println("bench fleet: " + e.getMessage());
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
        try (BenchServer bench = BenchServer.start("fleet")) {
            long start = System.nanoTime();
            new FleetFill(bench.database().connection(), hosts).fill();
            out.printf(
                    Locale.ROOT,
                    "%,d hosts in %d groups, loaded in %.0f s; each question %d times%n",
                    hosts,
                    FleetFill.GROUPS,
                    (System.nanoTime() - start) / 1e9,
                    times);
            Map<String, Figures> figures = new LinkedHashMap<>();
            for (Map.Entry<String, Question> one : questions().entrySet()) {
                figures.put(one.getKey(), ask(bench.server(), one.getValue()));
            }
            print(figures, out);
            out.println();
            out.println("how the database went about it (auto_explain, as executed):");
            for (Map.Entry<String, Question> one : questions().entrySet()) {
                PlanLog plans = PlanLog.of(bench.databaseLog());
                bench.database().explain(true);
                bench.server().get(one.getValue().path());
                bench.database().explain(false);
                out.println();
                out.println(one.getKey());
                plans.slowest().forEach(line -> out.println("    " + line));
            }
            out.println();
            new FleetChores(bench.database()).run(out);
            if (json != null) {
                Files.writeString(json, json(figures));
            }
        }
    }

    private Figures ask(DemoServer server, Question question)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            server.get(question.path());
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            String path = question.path();
            long before = System.nanoTime();
            server.get(path);
            nanos[i] = System.nanoTime() - before;
        }
        return Figures.of(nanos);
    }

    private Map<String, Question> questions() {
        Map<String, Question> all = new LinkedHashMap<>();
        all.put("counts", () -> "/fleet/counts");
        all.put("timeline, a day", () -> "/fleet/timeline");
        all.put(
                "timeline, a week of a group",
                () -> "/fleet/timeline?step=PT1H&from=" + ago(7) + "&group=" + group());
        all.put("timeline, 90 days", () -> "/fleet/timeline?step=P1D&from=" + ago(90));
        all.put("hosts, a page", () -> "/hosts?cursor=" + cursor());
        all.put("hosts of a group", () -> "/hosts?cursor=" + cursor() + "&group=" + group());
        all.put("hosts at a version", () -> "/hosts?cursor=" + cursor() + "&version=" + version());
        all.put("hosts that are up to date", () -> "/hosts?state=complete&cursor=" + cursor());
        all.put("hosts that failed", () -> "/hosts?state=failed&cursor=" + cursor());
        all.put("hosts that fell back in a group", () -> "/hosts?state=fell-back&group=" + group());
        all.put(
                "hosts of a group, version and state",
                () -> "/hosts?state=installed&group=" + group() + "&version=" + version());
        all.put(
                "search by id prefix",
                () -> "/hosts?prefix=" + id().substring(0, 3 + random.nextInt(6)));
        all.put("search by alias", () -> "/hosts?alias=NODE-" + number());
        all.put(
                "search by the beginning of an alias",
                () -> "/hosts?alias=node-" + (1 + random.nextInt(99)));
        all.put(
                "search by address",
                () -> "/hosts?address=10." + random.nextInt(40) + "." + random.nextInt(256) + ".");
        all.put("search by net", () -> "/hosts?address=10." + random.nextInt(40) + ".");
        all.put(
                "search by error",
                () ->
                        "/hosts?error="
                                + List.of(9, 10, 12, 37).get(random.nextInt(4))
                                + "&cursor="
                                + cursor());
        all.put("search by error in a group", () -> "/hosts?error=10&group=" + group());
        all.put("search by silence", () -> "/hosts?silentFor=P" + (1 + random.nextInt(59)) + "D");
        all.put("search by silence in a group", () -> "/hosts?silentFor=P30D&group=" + group());
        all.put("a host with its past", () -> "/hosts/" + id());
        all.put("why a host gets what it gets", () -> "/hosts/" + id() + "/explain");
        all.put("rollouts", () -> "/rollouts");
        return all;
    }

    private int number() {
        return 1 + random.nextInt(hosts);
    }

    private String id() {
        return PollLoad.machineId(number());
    }

    private String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id().getBytes(StandardCharsets.US_ASCII));
    }

    private String group() {
        return "ring-" + (1 + random.nextInt(FleetFill.GROUPS));
    }

    private String version() {
        return "1." + (13 + random.nextInt(8)) + ".0";
    }

    private static String ago(int days) {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(days)).toString();
    }

    private static void print(Map<String, Figures> figures, PrintStream out) {
        out.printf("%-40s %9s %9s %9s%n", "question", "p50 (ms)", "p95 (ms)", "most (ms)");
        figures.forEach(
                (name, one) ->
                        out.printf(
                                Locale.ROOT,
                                "%-40s %9.2f %9.2f %9.2f%n",
                                name,
                                one.median,
                                one.p95,
                                one.most));
        List<String> late = new ArrayList<>();
        figures.forEach(
                (name, one) -> {
                    if (one.p95 >= AIM_MILLIS) {
                        late.add(name);
                    }
                });
        out.printf(
                "aim: each p95 under %.0f ms: %s%n",
                AIM_MILLIS, late.isEmpty() ? "met" : "MISSED by " + String.join(", ", late));
    }

    private String json(Map<String, Figures> figures) {
        return figures.entrySet().stream()
                .map(
                        one ->
                                String.format(
                                        Locale.ROOT,
                                        "\"%s\": {\"p50Millis\": %.3f, \"p95Millis\": %.3f, \"mostMillis\": %.3f}",
                                        one.getKey(),
                                        one.getValue().median,
                                        one.getValue().p95,
                                        one.getValue().most))
                .collect(
                        Collectors.joining(
                                ",\n  ",
                                "{\"hosts\": " + hosts + ", \"questions\": {\n  ",
                                "}}\n"));
    }
}
