package dev.platte.harness.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmark {@code omaha}: what a poll costs between its bytes and its typed form. */
public final class OmahaBench {

    private static final double AIM_MICROSECONDS = 60;
    private static final String AIMED = "pollDecodeAndEncodeOffer";
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private OmahaBench() {}

    /**
     * Runs for about a minute and prints a table.
     *
     * @param args nothing, or {@code --json FILE} for JMH's own JSON beside the table
     * @return 0 if it ran, 1 if it could not, 2 if the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) {
        Deque<String> rest = new ArrayDeque<>(args);
        Optional<Path> json = Optional.empty();
        while (!rest.isEmpty()) {
            String arg = rest.pop();
            if (!arg.equals("--json") || rest.isEmpty()) {
                out.println("bench omaha takes --json FILE, not: " + arg);
                return 2;
            }
            json = Optional.of(Path.of(rest.pop()));
        }
        try {
            print(measure(json), out);
            return 0;
        } catch (RunnerException e) {
            out.println("the benchmark could not run: " + e.getMessage());
            return 1;
        }
    }

    private static Collection<RunResult> measure(Optional<Path> json) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("\\." + OmahaBenchmark.class.getSimpleName() + "\\.")
                        .forks(1)
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT);
        json.ifPresent(
                file ->
                        options.result(file.toAbsolutePath().toString())
                                .resultFormat(ResultFormatType.JSON));
        return new Runner(options.build()).run();
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        out.printf(
                "%-26s %12s %10s %13s %14s%n",
                "benchmark", "mean (us/op)", "+- 99.9%", "least (us/op)", "memory (B/op)");
        for (RunResult run : results) {
            Result<?> time = run.getPrimaryResult();
            Result<?> memory = run.getSecondaryResults().get(ALLOCATION);
            out.printf(
                    Locale.ROOT,
                    "%-26s %12.1f %10.1f %13.1f %14s%n",
                    time.getLabel(),
                    time.getScore(),
                    time.getScoreError(),
                    time.getStatistics().getMin(),
                    memory == null ? "-" : Math.round(memory.getScore()));
        }
        results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(time -> time.getLabel().equals(AIMED))
                .forEach(
                        time ->
                                out.printf(
                                        Locale.ROOT,
                                        "aim: %s under %.0f us: %s%n",
                                        AIMED,
                                        AIM_MICROSECONDS,
                                        time.getScore() < AIM_MICROSECONDS ? "met" : "MISSED"));
    }
}
