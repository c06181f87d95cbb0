package dev.platte.harness.bench;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.harness.bench.MeasuredProcess.Measured;
import dev.platte.harness.disk.Program;
import dev.platte.harness.release.ReleaseServer.Heard;
import dev.platte.harness.release.TrialHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged client at work on one host, and measured. */
final class ClientTrial implements AutoCloseable {
    private static final int SETTLE_MILLIS = 20_000;
    private static final int LOOK_MILLIS = 5;
    private static final int PATIENCE_SECONDS = 120;

    private final PackagedClient client;
    private final TrialHost host;
    private final Optional<String> loop;
    private final Path log;

    private ClientTrial(PackagedClient client, TrialHost host, Optional<String> loop, Path log) {
        this.client = client;
        this.host = host;
        this.loop = loop;
        this.log = log;
    }

    /** With the disk behind a loop device where that can be had, as a host has a block device. */
    static ClientTrial of(PackagedClient client, TrialHost host, Path log)
            throws IOException, InterruptedException {
        Optional<String> loop = Optional.empty();
        Optional<Program> losetup = Program.find("losetup");
        if (losetup.isPresent()) {
            Program.Result made =
                    losetup.get().run(List.of("--find", "--show", host.disk().path().toString()));
            loop = Optional.of(made.text().strip()).filter(name -> made.status() == 0);
        }
        return new ClientTrial(client, host, loop, log);
    }

    /**
     * One update.
     *
     * @param process the whole command
     * @param offerToFlip seconds from the server's offer to the report that follows the flip
     */
    record Update(Measured process, double offerToFlip) {}

    /**
     * A daemon that waits.
     *
     * @param residentMebibytes all that is resident
     * @param anonymousMebibytes of that what no file stands for: nobody else can use it
     */
    record Idle(long residentMebibytes, long anonymousMebibytes) {}

    /** What it works on, for people. */
    String disk() {
        return loop.map(name -> "loop device").orElse("disk image");
    }

    /** Installs the release on so many cores, on a host that has the old one. */
    Update update(int cores) throws IOException, InterruptedException {
        reset();
        // The shell becomes the client: what it logs is nobody's here.
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 2>/dev/null", "sh"));
        command.add(Program.require("taskset", "util-linux").path().toString());
        command.addAll(List.of("--cpu-list", cores == 1 ? "0" : "0-" + (cores - 1)));
        command.addAll(command("update"));
        int before = host.server().heard().size();
        Measured measured = MeasuredProcess.run(log, command.toArray(String[]::new));
        List<Heard> heard = host.server().heard().subList(before, host.server().heard().size());
        Instant offered = heard.getFirst().at();
        Instant flipped =
                heard.stream()
                        .filter(one -> one.body().contains("eventtype=\"3\" eventresult=\"1\""))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no update: see " + log))
                        .at();
        return new Update(measured, seconds(offered, flipped));
    }

    /** From the start of the process to the first question that the server hears. */
    double startToFirstPoll() throws IOException, InterruptedException {
        reset();
        int before = host.server().heard().size();
        Instant start = InstantSource.system().instant();
        Process process = start("check");
        end(process, false);
        return seconds(start, host.server().heard().get(before).at());
    }

    /** A daemon that has just started, and one that has installed a release. */
    List<Idle> idle() throws IOException, InterruptedException {
        reset();
        Process daemon = start("daemon", "--bus=none");
        try {
            while (!Files.exists(host.root().resolve("run/platte/agent.sock"))) {
                if (daemon.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the daemon ended: see " + log);
                }
            }
            Thread.sleep(SETTLE_MILLIS);
            Idle fresh = idle(daemon.pid());
            end(
                    new ProcessBuilder(command("update"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start(),
                    false);
            Thread.sleep(SETTLE_MILLIS);
            return List.of(fresh, idle(daemon.pid()));
        } finally {
            end(daemon, true);
        }
    }

    private static Idle idle(long pid) throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
        return new Idle(mebibytes(lines, "Rss:"), mebibytes(lines, "Anonymous:"));
    }

    private static long mebibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    private Process start(String... words) throws IOException {
        return new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void end(Process process, boolean tell)
            throws IOException, InterruptedException {
        if (tell) {
            process.destroy();
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the client does not end");
        }
    }

    private List<String> command(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                client.command().toString(),
                                "--root=" + host.root(),
                                "--disk=" + loop.orElse(host.disk().path().toString())));
        command.addAll(Arrays.asList(words));
        return command;
    }

    /** The host as it was before the update. */
    private void reset() throws IOException {
        for (String directory : List.of("var", "run")) {
            Path path = host.root().resolve(directory);
            if (Files.exists(path)) {
                try (Stream<Path> left = Files.walk(path)) {
                    for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
        try (FileDevice device = FileDevice.open(Path.of(command().getLast().substring(7)), 512)) {
            new GptDisk(device)
                    .change(
                            table ->
                                    table.withFlags(3, new BootFlags(1, 0, true))
                                            .withFlags(4, BootFlags.UNBOOTABLE));
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    @Override
    public void close() throws IOException {
        if (loop.isPresent()) {
            try {
                Program.require("losetup", "mount").run(List.of("--detach", loop.get()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
