package dev.platte.harness.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;

/** The benchmark {@code omaha}: what a poll costs between its bytes and its typed form. */
@Command(
        name = "omaha",
        sortOptions = false,
        description = "Decoding and encoding of a real poll, in microseconds.")
final class OmahaBench implements Benchmark {

    private static final double AIM_MICROSECONDS = 60;
    private static final String AIMED = "pollDecodeAndEncodeOffer";
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Override
    public String run(PrintStream out) throws IOException {
        try {
            Collection<RunResult> results = measure();
            print(results, out);
            return json(results);
        } catch (RunnerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** JMH's own. */
    private static String json(Collection<RunResult> results) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(text, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, to).writeOut(results);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Collection<RunResult> measure() throws RunnerException {
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
