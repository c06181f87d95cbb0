package dev.platte.harness.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * How long the server takes for each page of the dashboard over a fleet as large as fleets get, how
 * many bytes a page is, and what a first visit loads. One request at a time, as browsers send them,
 * each for something else.
 */
@Command(
        name = "pages",
        sortOptions = false,
        description = "The dashboard's pages over a fleet of millions: time, bytes, a first visit.")
final class PagesBench implements Benchmark {
    private static final double AIM_MILLIS = 150;
    private static final long AIM_BYTES = 300_000;
    private static final int WARM_UP = 30;

    @Mixin private FleetOptions fleet = new FleetOptions();

    private final RandomGenerator random = new SplittableRandom(7);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Optional<String> wrong() {
        return fleet.wrong();
    }

    @Override
    public String run(PrintStream out) throws IOException, SQLException, InterruptedException {
        try (BenchServer bench = BenchServer.start("pages")) {
            long start = System.nanoTime();
            new FleetFill(bench.database().connection(), fleet.hosts()).fill();
            URI server = URI.create(bench.server().address());
            FirstLoad first = FirstLoad.of(http, server);
            out.printf(
                    Locale.ROOT,
                    "%,d hosts in %d groups, loaded in %.0f s; each page %d times, packed (gzip)%n",
                    fleet.hosts(),
                    FleetFill.GROUPS,
                    (System.nanoTime() - start) / 1e9,
                    fleet.times());
            Map<String, Figures> figures = new LinkedHashMap<>();
            for (Map.Entry<String, Supplier<String>> page : pages(server).entrySet()) {
                figures.put(page.getKey(), ask(server, page.getValue()));
            }
            print(figures, first, out);
            return json(figures, first);
        }
    }

    /**
     * One page.
     *
     * @param bytes of its answer over the wire, the mean
     */
    private record Figures(Timings timings, long bytes) {}

    private Figures ask(URI server, Supplier<String> page)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            get(server, page.get());
        }
        long[] nanos = new long[fleet.times()];
        long bytes = 0;
        for (int i = 0; i < fleet.times(); i++) {
            String path = page.get();
            long before = System.nanoTime();
            bytes += get(server, path).body().length;
            nanos[i] = System.nanoTime() - before;
        }
        return new Figures(Timings.of(nanos), bytes / nanos.length);
    }

    private HttpResponse<byte[]> get(URI server, String path)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = FirstLoad.get(http, server.resolve(path));
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode());
        }
        return answer;
    }

    private Map<String, Supplier<String>> pages(URI server)
            throws IOException, InterruptedException {
        String rollout =
                FirstLoad.found(get(server, "/applications/1/rollouts"), "/rollouts/[0-9a-f-]{36}");
        String release = FirstLoad.found(get(server, "/applications/1"), "/packages/[0-9]+");
        Map<String, Supplier<String>> all = new LinkedHashMap<>();
        all.put("overview", () -> "/");
        all.put("silent hosts, for the overview", () -> "/silent");
        all.put("release board", () -> "/applications/1");
        all.put("package", () -> release);
        all.put("rollouts", () -> "/applications/1/rollouts");
        all.put("rollout", () -> rollout);
        all.put("groups", () -> "/applications/1/groups");
        all.put("group, a day", () -> "/groups/" + group());
        all.put("group, a year", () -> "/groups/" + group() + "?period=YEAR");
        all.put("two groups", () -> "/groups/compare?a=" + group() + "&b=" + group());
        all.put("hosts", () -> "/hosts?application=1");
        all.put("hosts of a group", () -> "/hosts?application=1&group=" + group());
        all.put("hosts that failed", () -> "/hosts?application=1&state=failed");
        all.put("hosts by id", () -> "/hosts?application=1&id=" + id().substring(0, 4));
        all.put("hosts, further on", () -> "/hosts?application=1&after=" + id());
        all.put("host", () -> "/host?application=1&id=" + id());
        all.put("audit", () -> "/audit");
        return all;
    }

    private String id() {
        return PollLoad.machineId(1 + random.nextInt(fleet.hosts()));
    }

    /** The first group is that of the benchmarks' server; those that follow are filled. */
    private int group() {
        return 2 + random.nextInt(FleetFill.GROUPS);
    }

    private static void print(Map<String, Figures> figures, FirstLoad first, PrintStream out) {
        out.printf("%-40s %s %9s%n", "page", Timings.HEAD, "bytes");
        figures.forEach(
                (name, one) ->
                        out.printf(
                                Locale.ROOT,
                                "%-40s %s %,9d%n",
                                name,
                                one.timings.columns(),
                                one.bytes));
        out.printf(
                "a first visit to the overview: %d requests, %,d bytes%n",
                first.requests(), first.bytes());
        Map<String, Timings> timings = new LinkedHashMap<>();
        figures.forEach((name, one) -> timings.put(name, one.timings));
        out.println(Timings.verdict(timings, AIM_MILLIS));
        out.printf(
                "aim: a first visit under %,d bytes: %s%n",
                AIM_BYTES, first.bytes() < AIM_BYTES ? "met" : "MISSED");
    }

    private String json(Map<String, Figures> figures, FirstLoad first) {
        return figures.entrySet().stream()
                .map(
                        one ->
                                "\"%s\": {%s, \"bytes\": %d}"
                                        .formatted(
                                                one.getKey(),
                                                one.getValue().timings.json(),
                                                one.getValue().bytes))
                .collect(
                        Collectors.joining(
                                ",\n  ",
                                "{\"hosts\": %d, \"firstRequests\": %d, \"firstBytes\": %d, \"pages\": {\n  "
                                        .formatted(fleet.hosts(), first.requests(), first.bytes()),
                                "}}\n"));
    }
}
