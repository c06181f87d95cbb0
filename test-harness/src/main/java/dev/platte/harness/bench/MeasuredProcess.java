package dev.platte.harness.bench;

import dev.platte.ctl.command.Updatectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process run to its end, with its time and its greatest resident memory as the kernel counts it.
 */
final class MeasuredProcess {
    private static final int LOOK_MILLIS = 20;
    private static final long KIBI = 1 << 10;
    private static final long MEBI = 1 << 20;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** As in the launcher: what a compressing thread needs, and some. */
    private static final int HEAP_MEBIBYTES = 48 + 24 * CORES;

    /** The same for a thread that looks for what changed. */
    private static final int DELTA_HEAP_MEBIBYTES = 64 + 104 * CORES;

    private MeasuredProcess() {}

    /**
     * @param seconds wall-clock time
     * @param cpuSeconds of all its threads: what is left to compare when the machine does other
     *     things too
     * @param peakMebibytes the greatest resident set
     * @param readMebibytes from files and sockets, whether a cache had it or not
     * @param writtenMebibytes to disks
     */
    record Measured(
            double seconds,
            double cpuSeconds,
            long peakMebibytes,
            long readMebibytes,
            long writtenMebibytes) {}

    static Measured updatectl(String... arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        boolean isDelta = given.contains("create") && given.contains("--source");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx" + (isDelta ? DELTA_HEAP_MEBIBYTES : HEAP_MEBIBYTES) + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Updatectl.class.getName()));
        command.addAll(given);
        command.add("--quiet");
        return run(Path.of("/dev/null"), command.toArray(String[]::new));
    }

    /** Runs a command; its output goes to a file. */
    static Measured run(Path output, String... command) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        Instant start = clock.instant();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long peak = 0;
        long read = 0;
        long written = 0;
        Duration cpu = Duration.ZERO;
        // The mark only rises, so the last look before the end is the one that counts.
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, number(process.pid(), "status", "VmHWM:") / KIBI);
            read = Math.max(read, number(process.pid(), "io", "rchar:") / MEBI);
            written = Math.max(written, number(process.pid(), "io", "write_bytes:") / MEBI);
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return new Measured(seconds, cpu.toMillis() / 1000.0, peak, read, written);
    }

    /** What the kernel counts for a process, in the unit of that file. */
    private static long number(long pid, String file, String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // It ended between two looks.
            return 0;
        }
    }
}
