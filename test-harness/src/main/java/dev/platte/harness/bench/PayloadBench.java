package dev.platte.harness.bench;

import dev.platte.harness.bench.MeasuredProcess.Measured;
import dev.platte.harness.disk.Program;
import dev.platte.harness.disk.RealFiles;
import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The benchmark {@code payload}: an image of 320 MiB of the machine's own files is made into a
 * payload and applied, each in a JVM of its own, and compared with what {@code bzip2 -dc} takes for
 * the same data on one core.
 */
public final class PayloadBench {
    private static final long IMAGE = 320L << 20;

    /** What of the image is files; the rest is the file system's. */
    private static final long FILES = 285L << 20;

    private static final int AIM_MEBIBYTES = 200;
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    private PayloadBench() {}

    /**
     * Runs for one to two minutes and prints a table.
     *
     * @param args nothing, or {@code --json FILE} for the same figures as JSON
     * @return 0 if it ran, 1 if it could not, 2 if the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) {
        Optional<Path> json = Optional.empty();
        if (args.size() == 2 && args.getFirst().equals("--json")) {
            json = Optional.of(Path.of(args.getLast()));
        } else if (!args.isEmpty()) {
            out.println("bench payload takes --json FILE, not: " + String.join(" ", args));
            return 2;
        }
        try {
            Map<String, Measured> results = measure();
            print(results, out);
            if (json.isPresent()) {
                Files.writeString(json.get(), json(results));
            }
            return 0;
        } catch (IOException e) {
            out.println("the benchmark could not run: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("the benchmark was interrupted");
            return 1;
        }
    }

    private static Map<String, Measured> measure() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("platte-bench-payload");
        try {
            return measure(work);
        } finally {
            try (Stream<Path> left = Files.walk(work)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Map<String, Measured> measure(Path work)
            throws IOException, InterruptedException {
        Path image = work.resolve("usr.img");
        Path tree = Files.createDirectory(work.resolve("tree"));
        RealFiles.copy(tree, FILES);
        UsrImage.build(tree, image, IMAGE, MADE);
        Path compressed = work.resolve("usr.img.bz2");
        String bzip2 = Program.require("bzip2", "bzip2").path().toString();
        MeasuredProcess.run(compressed, bzip2, "-9", "-c", image.toString());

        String key = work.resolve("key.pem").toString();
        String publicKey = work.resolve("key.pub.pem").toString();
        String payload = work.resolve("usr.crau").toString();
        Path applied = work.resolve("new.img");
        MeasuredProcess.updatectl("keys", "generate", "--out", key, "--public-out", publicKey);
        Map<String, Measured> results = new LinkedHashMap<>();
        results.put(
                "bzip2 -dc, one core",
                MeasuredProcess.run(Path.of("/dev/null"), bzip2, "-dc", compressed.toString()));
        results.put(
                "payload create",
                MeasuredProcess.updatectl(
                        "payload",
                        "create",
                        "--image",
                        image.toString(),
                        "--key",
                        key,
                        "--out",
                        payload));
        results.put(
                "payload apply, read back",
                MeasuredProcess.updatectl(
                        "payload",
                        "apply",
                        "--payload",
                        payload,
                        "--key",
                        publicKey,
                        "--out",
                        applied.toString()));
        if (Files.mismatch(image, applied) != -1) {
            throw new IOException("the applied image is not the one that went in");
        }
        return results;
    }

    private static void print(Map<String, Measured> results, PrintStream out) {
        double reference = results.values().iterator().next().seconds();
        out.printf(
                "image of %d MiB, %d cores%n",
                IMAGE >> 20, Runtime.getRuntime().availableProcessors());
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
        Measured apply = results.values().stream().reduce((first, second) -> second).orElseThrow();
        boolean fast = apply.seconds() < reference;
        boolean small =
                results.values().stream().allMatch(one -> one.peakMebibytes() < AIM_MEBIBYTES);
        out.printf("aim: apply in less than bzip2's time: %s%n", fast ? "met" : "MISSED");
        out.printf("aim: peak RSS under %d MiB: %s%n", AIM_MEBIBYTES, small ? "met" : "MISSED");
    }

    private static String json(Map<String, Measured> results) {
        double reference = results.values().iterator().next().seconds();
        StringBuilder text = new StringBuilder("[");
        results.forEach(
                (step, measured) ->
                        text.append(text.length() == 1 ? "\n" : ",\n")
                                .append(
                                        String.format(
                                                Locale.ROOT,
                                                "  {\"step\": \"%s\", \"seconds\": %.3f, \"cpuSeconds\": %.3f, \"peakRssMiB\": %d, \"ratioToBzip2\": %.3f}",
                                                step,
                                                measured.seconds(),
                                                measured.peakMebibytes(),
                                                measured.seconds() / reference)));
        return text.append("\n]\n").toString();
    }
}
