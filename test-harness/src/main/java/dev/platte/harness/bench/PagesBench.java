package dev.platte.harness.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the server takes for each page of the dashboard over a fleet as large as fleets get, how
 * many bytes a page is, and what a first visit loads. One request at a time, as browsers send them,
 * each for something else.
 */
@Command(name = "bench pages", sortOptions = false)
public final class PagesBench {
    private static final double AIM_MILLIS = 150;
    private static final long AIM_BYTES = 300_000;
    private static final int WARM_UP = 30;

    @Option(names = "--hosts", defaultValue = "3000000", description = "Rows of the host table.")
    private int hosts;

    @Option(names = "--times", defaultValue = "100", description = "How often each is asked.")
    private int times;

    @Option(names = "--json", description = "The same figures as JSON.")
    private @Nullable Path json;

    private final RandomGenerator random = new SplittableRandom(7);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PagesBench() {}

    /**
     * Runs and prints a table.
     *
     * @return 0 if it ran, 1 if it could not, 2 if the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) {
        PagesBench bench = new PagesBench();
        try {
            new CommandLine(bench).parseArgs(args.toArray(String[]::new));
            if (bench.hosts < 1000 || bench.times < 1) {
                out.println("bench pages: --hosts is 1000 or more, --times 1 or more");
                return 2;
            }
            bench.run(out);
            return 0;
        } catch (CommandLine.ParameterException e) {
            out.println("bench pages: " + e.getMessage());
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
        try (BenchServer bench = BenchServer.start("pages")) {
            long start = System.nanoTime();
            new FleetFill(bench.database().connection(), hosts).fill();
            URI server = URI.create(bench.server().address());
            FirstLoad first = FirstLoad.of(http, server);
            out.printf(
                    Locale.ROOT,
                    "%,d hosts in %d groups, loaded in %.0f s; each page %d times, packed (gzip)%n",
                    hosts,
                    FleetFill.GROUPS,
                    (System.nanoTime() - start) / 1e9,
                    times);
            Map<String, Figures> figures = new LinkedHashMap<>();
            for (Map.Entry<String, Supplier<String>> page : pages(server).entrySet()) {
                figures.put(page.getKey(), ask(server, page.getValue()));
            }
            print(figures, first, out);
            if (json != null) {
                Files.writeString(json, json(figures, first));
            }
        }
    }

    /**
     * One page.
     *
     * @param bytes of its answer over the wire, the mean
     */
    private record Figures(double median, double p95, double most, long bytes) {

        static Figures of(long[] nanos, long bytes) {
            Arrays.sort(nanos);
            return new Figures(
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 95 / 100] / 1e6,
                    nanos[nanos.length - 1] / 1e6,
                    bytes / nanos.length);
        }
    }

    private Figures ask(URI server, Supplier<String> page)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            get(server, page.get());
        }
        long[] nanos = new long[times];
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            String path = page.get();
            long before = System.nanoTime();
            bytes += get(server, path).body().length;
            nanos[i] = System.nanoTime() - before;
        }
        return Figures.of(nanos, bytes);
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
        return PollLoad.machineId(1 + random.nextInt(hosts));
    }

    /** The first group is that of the benchmarks' server; those that follow are filled. */
    private int group() {
        return 2 + random.nextInt(FleetFill.GROUPS);
    }

    private static void print(Map<String, Figures> figures, FirstLoad first, PrintStream out) {
        out.printf(
                "%-32s %9s %9s %10s %9s%n", "page", "p50 (ms)", "p95 (ms)", "most (ms)", "bytes");
        List<String> late = new ArrayList<>();
        figures.forEach(
                (name, one) -> {
                    out.printf(
                            Locale.ROOT,
                            "%-32s %9.2f %9.2f %10.2f %,9d%n",
                            name,
                            one.median,
                            one.p95,
                            one.most,
                            one.bytes);
                    if (one.p95 >= AIM_MILLIS) {
                        late.add(name);
                    }
                });
        out.printf(
                "a first visit to the overview: %d requests, %,d bytes%n",
                first.requests(), first.bytes());
        out.printf(
                "aim: each p95 under %.0f ms: %s%n",
                AIM_MILLIS, late.isEmpty() ? "met" : "MISSED by " + String.join(", ", late));
        out.printf(
                "aim: a first visit under %,d bytes: %s%n",
                AIM_BYTES, first.bytes() < AIM_BYTES ? "met" : "MISSED");
    }

    private String json(Map<String, Figures> figures, FirstLoad first) {
        return figures.entrySet().stream()
                .map(
                        one ->
                                String.format(
                                        Locale.ROOT,
                                        "\"%s\": {\"p50Millis\": %.3f, \"p95Millis\": %.3f,"
                                                + " \"mostMillis\": %.3f, \"bytes\": %d}",
                                        one.getKey(),
                                        one.getValue().median,
                                        one.getValue().p95,
                                        one.getValue().most,
                                        one.getValue().bytes))
                .collect(
                        Collectors.joining(
                                ",\n  ",
                                "{\"hosts\": %d, \"firstRequests\": %d, \"firstBytes\": %d, \"pages\": {\n  "
                                        .formatted(hosts, first.requests(), first.bytes()),
                                "}}\n"));
    }
}
