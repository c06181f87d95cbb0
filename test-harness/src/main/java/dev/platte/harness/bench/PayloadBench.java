package dev.platte.harness.bench;

import dev.platte.harness.bench.MeasuredProcess.Measured;
import dev.platte.harness.disk.NextRelease;
import dev.platte.harness.disk.Program;
import dev.platte.harness.disk.RealFiles;
import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * The benchmark {@code payload}: an image of 320 MiB of the machine's own files is made into a
 * payload and applied, then the image of the release after it into a delta, each in a JVM of its
 * own, and compared with what {@code bzip2 -dc} takes for the same data on one core.
 */
@Command(
        name = "payload",
        sortOptions = false,
        description =
                "Making and applying a 320 MiB image of real files and a delta, beside bzip2 -dc.")
final class PayloadBench implements Benchmark {
    private static final long IMAGE = 320L << 20;

    /** What of the image is files; the rest is the file system's, and room to grow. */
    private static final long FILES = 280L << 20;

    private static final long SEED = 5;
    private static final int AIM_MEBIBYTES = 200;
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEXT_MADE = Instant.parse("2026-02-01T00:00:00Z");

    private Path work = Path.of("");
    private final Map<String, Measured> results = new LinkedHashMap<>();
    private NextRelease.Changes changes = new NextRelease.Changes(0, 0, 0, 0, 0);
    private long fullSize;
    private long deltaSize;

    @Override
    public String run(PrintStream out) throws IOException, InterruptedException {
        work = Files.createTempDirectory("platte-bench-payload");
        try {
            measure();
        } finally {
            BenchPlace.remove(work);
        }
        print(out);
        return json();
    }

    private void measure() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(work.resolve("tree"));
        RealFiles.copy(tree, FILES);
        UsrImage.build(tree, work.resolve("usr.img"), IMAGE, MADE);
        changes = NextRelease.of(tree, SEED);
        UsrImage.build(tree, work.resolve("next.img"), IMAGE, NEXT_MADE);
        String bzip2 = Program.require("bzip2", "bzip2").path().toString();
        MeasuredProcess.run(work.resolve("next.bz2"), bzip2, "-9", "-c", path("next.img"));
        MeasuredProcess.updatectl(
                "keys", "generate", "--out", path("key"), "--public-out", path("key.pub"));

        Path nowhere = Path.of("/dev/null");
        results.put(
                "bzip2 -dc, one core",
                MeasuredProcess.run(nowhere, bzip2, "-dc", path("next.bz2")));
        results.put("payload create", create("full"));
        results.put("payload apply, read back", apply("full"));
        results.put("delta create", create("delta", "--source", path("usr.img")));
        results.put("delta apply, read back", apply("delta", "--source", path("usr.img")));
        fullSize = Files.size(work.resolve("full"));
        deltaSize = Files.size(work.resolve("delta"));
    }

    private String path(String name) {
        return work.resolve(name).toString();
    }

    private Measured create(String payload, String... more)
            throws IOException, InterruptedException {
        return updatectl(
                more,
                "payload",
                "create",
                "--image",
                path("next.img"),
                "--key",
                path("key"),
                "--out",
                path(payload));
    }

    private Measured apply(String payload, String... more)
            throws IOException, InterruptedException {
        Measured measured =
                updatectl(
                        more,
                        "payload",
                        "apply",
                        "--payload",
                        path(payload),
                        "--key",
                        path("key.pub"),
                        "--out",
                        path("applied.img"));
        if (Files.mismatch(work.resolve("next.img"), work.resolve("applied.img")) != -1) {
            throw new IOException("the applied image is not the one that went in");
        }
        return measured;
    }

    private static Measured updatectl(String[] more, String... arguments)
            throws IOException, InterruptedException {
        return MeasuredProcess.updatectl(
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    private void print(PrintStream out) {
        double reference = results.values().iterator().next().seconds();
        out.printf(
                "image of %d MiB, %d cores; the next release: %s%n",
                IMAGE >> 20, Runtime.getRuntime().availableProcessors(), changes);
        out.printf(
                "%-26s %9s %9s %15s %10s%n",
                "step", "time (s)", "CPU (s)", "peak RSS (MiB)", "x bzip2");
        results.forEach(
                (step, measured) ->
                        out.printf(
                                Locale.ROOT,
                                "%-26s %9.2f %9.2f %15d %10.2f%n",
                                step,
                                measured.seconds(),
                                measured.cpuSeconds(),
                                measured.peakMebibytes(),
                                measured.seconds() / reference));
        out.printf(
                Locale.ROOT,
                "payload: full %d bytes, delta %d bytes (%.2f %%)%n",
                fullSize,
                deltaSize,
                100.0 * deltaSize / fullSize);
        Measured apply = results.get("payload apply, read back");
        Measured applyDelta = results.get("delta apply, read back");
        boolean small =
                results.entrySet().stream()
                        .filter(one -> !one.getKey().equals("delta create"))
                        .allMatch(one -> one.getValue().peakMebibytes() < AIM_MEBIBYTES);
        out.printf("aim: apply in less than bzip2's time: %s%n", met(apply.seconds() < reference));
        out.printf(
                "aim: apply a delta in less than the full payload's time: %s%n",
                met(applyDelta.seconds() < apply.seconds()));
        out.printf(
                "aim: peak RSS under %d MiB, but for making deltas: %s%n",
                AIM_MEBIBYTES, met(small));
    }

    private static String met(boolean isMet) {
        return isMet ? "met" : "MISSED";
    }

    private String json() {
        double reference = results.values().iterator().next().seconds();
        StringBuilder text = new StringBuilder("{\n");
        text.append("  \"fullBytes\": %d,\n  \"deltaBytes\": %d,\n".formatted(fullSize, deltaSize));
        text.append("  \"steps\": [");
        String separator = "\n";
        for (Map.Entry<String, Measured> one : results.entrySet()) {
            Measured measured = one.getValue();
            text.append(separator)
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "    {\"step\": \"%s\", \"seconds\": %.3f, \"cpuSeconds\": %.3f, \"peakRssMiB\": %d, \"ratioToBzip2\": %.3f}",
                                    one.getKey(),
                                    measured.seconds(),
                                    measured.cpuSeconds(),
                                    measured.peakMebibytes(),
                                    measured.seconds() / reference));
            separator = ",\n";
        }
        return text.append("\n  ]\n}\n").toString();
    }
}
