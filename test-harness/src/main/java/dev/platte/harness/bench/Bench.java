package dev.platte.harness.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./platte bench NAME}: one benchmark, its table on standard output. */
public final class Bench {

    /** A benchmark: takes its own arguments, prints a table, gives its exit status. */
    private interface Entry {
        int run(List<String> arguments, PrintStream out);
    }

    private record Benchmark(String measures, Entry entry) {}

    private static final Map<String, Benchmark> BENCHMARKS =
            new TreeMap<>(
                    Map.of(
                            "fleet",
                            new Benchmark(
                                    "what people ask of a fleet of millions, and how the database"
                                            + " answers: --hosts N",
                                    FleetBench::run),
                            "lock",
                            new Benchmark(
                                    "reboot slots with 10,000 waiting hosts: calls per second and"
                                            + " p99",
                                    LockBench::run),
                            "client",
                            new Benchmark(
                                    "the packaged client: a 320 MiB image on 1 and 2 cores, start, idle memory",
                                    ClientBench::run),
                            "omaha",
                            new Benchmark(
                                    "decode and encode of a real poll, in microseconds",
                                    OmahaBench::run),
                            "pages",
                            new Benchmark(
                                    "the dashboard's pages over a fleet of millions: time, bytes, a"
                                            + " first visit: --hosts N",
                                    PagesBench::run),
                            "payload",
                            new Benchmark(
                                    "create and apply a 320 MiB image of real files and a delta,"
                                            + " beside bzip2 -dc",
                                    PayloadBench::run),
                            "poll",
                            new Benchmark(
                                    "polls of a fleet against the server and its database: --hosts"
                                            + " N --seconds S",
                                    PollBench::run)));

    private Bench() {}

    /** Runs the named benchmark and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || List.of("-h", "--help").contains(arguments.getFirst())) {
            usage(out);
            return arguments.isEmpty() ? 2 : 0;
        }
        Benchmark benchmark = BENCHMARKS.get(arguments.getFirst());
        if (benchmark == null) {
            err.printf("bench: there is no benchmark '%s'%n", arguments.getFirst());
            usage(err);
            return 2;
        }
        return benchmark.entry().run(arguments.subList(1, arguments.size()), out);
    }

    private static void usage(PrintStream to) {
        to.println("usage: ./platte bench NAME [OPTION ...] [--json FILE]");
        BENCHMARKS.forEach((name, one) -> to.printf("  %-10s %s%n", name, one.measures()));
    }
}
