package dev.platte.harness.bench;

import dev.platte.harness.bench.ClientTrial.Idle;
import dev.platte.harness.bench.ClientTrial.Update;
import dev.platte.harness.disk.RealFiles;
import dev.platte.harness.disk.UsrImage;
import dev.platte.harness.release.TrialHost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * The benchmark {@code client}: the packaged client takes a release of 320 MiB from a server on
 * this machine, on one core and on two; and waits.
 */
@Command(
        name = "client",
        sortOptions = false,
        description = "The packaged client: a 320 MiB image on 1 and 2 cores, start, idle memory.")
final class ClientBench implements Benchmark {
    private static final long IMAGE = 320L << 20;

    /** So many files make a payload as large as the one that update_engine was measured with. */
    private static final long FILES = 151L << 20;

    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TRIES = 3;

    /**
     * What the real update_engine took on two cores, loop device, server beside it, for 61.6 MB.
     */
    private static final double UPDATE_ENGINE_SECONDS = 11.7;

    private static final int AIM_IDLE_MEBIBYTES = 64;

    @Override
    public String run(PrintStream out) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("platte-bench-client");
        try {
            return json(measure(work, out));
        } finally {
            BenchPlace.remove(work);
        }
    }

    private static Map<String, Double> measure(Path work, PrintStream out)
            throws IOException, InterruptedException {
        Path image = work.resolve("usr.img");
        Path tree = Files.createDirectory(work.resolve("tree"));
        RealFiles.copy(tree, FILES);
        UsrImage.build(tree, image, IMAGE, MADE);
        PackagedClient client = PackagedClient.pack(Files.createDirectory(work.resolve("client")));
        Map<String, Double> figures = new LinkedHashMap<>();
        try (TrialHost host = TrialHost.create(Files.createDirectory(work.resolve("host")), image);
                ClientTrial trial = ClientTrial.of(client, host, work.resolve("log"))) {
            out.printf(
                    Locale.ROOT,
                    "image of %d MiB, payload of %.1f MB, %s, server on this machine%n%n",
                    IMAGE >> 20,
                    host.server().size() / 1e6,
                    trial.disk());
            updates(trial, out, figures);
            waiting(trial, out, figures);
        }
        return figures;
    }

    private static void updates(ClientTrial trial, PrintStream out, Map<String, Double> figures)
            throws IOException, InterruptedException {
        out.printf(
                "%-8s %16s %16s %9s %16s %14s %14s%n",
                "cores",
                "offer-flip (s)",
                "whole (s)",
                "CPU (s)",
                "peak RSS (MiB)",
                "written (MiB)",
                "read (MiB)");
        for (int cores = 1; cores <= 2; cores++) {
            List<Update> tries = new ArrayList<>();
            for (int i = 0; i < TRIES; i++) {
                tries.add(trial.update(cores));
            }
            tries.sort(Comparator.comparingDouble(Update::offerToFlip));
            Update middle = tries.get(TRIES / 2);
            out.printf(
                    Locale.ROOT,
                    "%-8d %16.2f %16.2f %9.2f %16d %14d %14d%n",
                    cores,
                    middle.offerToFlip(),
                    middle.process().seconds(),
                    middle.process().cpuSeconds(),
                    middle.process().peakMebibytes(),
                    middle.process().writtenMebibytes(),
                    middle.process().readMebibytes());
            String name = "cores" + cores;
            figures.put(name + "OfferToFlipSeconds", middle.offerToFlip());
            figures.put(name + "Seconds", middle.process().seconds());
            figures.put(name + "CpuSeconds", middle.process().cpuSeconds());
            figures.put(name + "PeakRssMiB", (double) middle.process().peakMebibytes());
            figures.put(name + "WrittenMiB", (double) middle.process().writtenMebibytes());
            figures.put(name + "ReadMiB", (double) middle.process().readMebibytes());
        }
        double aim = UPDATE_ENGINE_SECONDS / 2;
        out.printf(
                Locale.ROOT,
                "aim: on two cores half of update_engine's %.1f s: %s%n%n",
                UPDATE_ENGINE_SECONDS,
                figures.get("cores2OfferToFlipSeconds") < aim ? "met" : "MISSED");
    }

    private static void waiting(ClientTrial trial, PrintStream out, Map<String, Double> figures)
            throws IOException, InterruptedException {
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            starts.add(trial.startToFirstPoll());
        }
        starts.sort(Comparator.naturalOrder());
        double start = starts.get(TRIES / 2);
        figures.put("startToFirstPollSeconds", start);
        out.printf(Locale.ROOT, "start to first poll: %.2f s%n", start);
        out.printf("aim: under a second: %s%n%n", start < 1 ? "met" : "MISSED");
        List<Idle> idle = trial.idle();
        for (int i = 0; i < idle.size(); i++) {
            String when = i == 0 ? "after its start" : "after an update";
            Idle one = idle.get(i);
            out.printf(
                    "daemon that waits, %s: %d MiB resident, %d MiB of them no file's%n",
                    when, one.residentMebibytes(), one.anonymousMebibytes());
            String name = i == 0 ? "idle" : "idleAfterUpdate";
            figures.put(name + "RssMiB", (double) one.residentMebibytes());
            figures.put(name + "AnonymousMiB", (double) one.anonymousMebibytes());
        }
        boolean isSmall =
                idle.stream().allMatch(one -> one.residentMebibytes() < AIM_IDLE_MEBIBYTES);
        out.printf(
                "aim: both under %d MiB resident: %s%n",
                AIM_IDLE_MEBIBYTES, isSmall ? "met" : "MISSED");
    }

    private static String json(Map<String, Double> figures) {
        StringBuilder text = new StringBuilder("{");
        figures.forEach(
                (name, value) ->
                        text.append(text.length() == 1 ? "\n" : ",\n")
                                .append(String.format(Locale.ROOT, "  \"%s\": %.3f", name, value)));
        return text.append("\n}\n").toString();
    }
}
