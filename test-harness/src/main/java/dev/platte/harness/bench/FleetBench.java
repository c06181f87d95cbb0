package dev.platte.harness.bench;

import dev.platte.harness.demo.DemoServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The benchmark {@code fleet}: what people and programs ask of a large fleet, asked of the real
 * server over REST, one question at a time; and how its database went about it.
 */
@Command(
        name = "fleet",
        sortOptions = false,
        description = "What people ask of a fleet of millions, and how the database answers.")
final class FleetBench implements Benchmark {
    private static final double AIM_MILLIS = 100;
    private static final int WARM_UP = 20;

    @Mixin private FleetOptions fleet = new FleetOptions();

    private final RandomGenerator random = new SplittableRandom(7);

    /** Asks for something, each time for something else. */
    private interface Question {
        String path();
    }

    @Override
    public Optional<String> wrong() {
        return fleet.wrong();
    }

    @Override
    public String run(PrintStream out) throws IOException, SQLException, InterruptedException {
        try (BenchServer bench = BenchServer.start("fleet")) {
            long start = System.nanoTime();
            new FleetFill(bench.database().connection(), fleet.hosts()).fill();
            out.printf(
                    Locale.ROOT,
                    "%,d hosts in %d groups, loaded in %.0f s; each question %d times%n",
                    fleet.hosts(),
                    FleetFill.GROUPS,
                    (System.nanoTime() - start) / 1e9,
                    fleet.times());
            Map<String, Timings> figures = new LinkedHashMap<>();
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
            new FleetChores(bench).run(out);
            return json(figures);
        }
    }

    private Timings ask(DemoServer server, Question question)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            server.get(question.path());
        }
        long[] nanos = new long[fleet.times()];
        for (int i = 0; i < fleet.times(); i++) {
            String path = question.path();
            long before = System.nanoTime();
            server.get(path);
            nanos[i] = System.nanoTime() - before;
        }
        return Timings.of(nanos);
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
        return 1 + random.nextInt(fleet.hosts());
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

    private static void print(Map<String, Timings> figures, PrintStream out) {
        out.printf("%-40s %s%n", "question", Timings.HEAD);
        figures.forEach((name, one) -> out.printf("%-40s %s%n", name, one.columns()));
        out.println(Timings.verdict(figures, AIM_MILLIS));
    }

    private String json(Map<String, Timings> figures) {
        return figures.entrySet().stream()
                .map(one -> "\"%s\": {%s}".formatted(one.getKey(), one.getValue().json()))
                .collect(
                        Collectors.joining(
                                ",\n  ",
                                "{\"hosts\": " + fleet.hosts() + ", \"questions\": {\n  ",
                                "}}\n"));
    }
}
