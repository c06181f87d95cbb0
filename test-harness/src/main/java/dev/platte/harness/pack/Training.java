package dev.platte.harness.pack;

import dev.platte.harness.release.TrialHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a packaged client once through its life, a daemon that installs a release and is asked about
 * it, while its virtual machine writes down what it needed: the ahead-of-time cache (JEP 514).
 */
public final class Training {
    private static final int IMAGE = 24 << 20;
    private static final long PATIENCE_SECONDS = 120;
    private static final long LOOK_MILLIS = 50;

    private final Path client;
    private final TrialHost host;
    private final Path log;

    private Training(Path client, TrialHost host, Path log) {
        this.client = client;
        this.host = host;
        this.log = log;
    }

    /**
     * @param arguments the packaged command, and the file of the cache to make
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: Training UPDATE-CLIENT CACHE");
            System.exit(2);
        }
        Path work = Files.createTempDirectory("platte-training");
        try (TrialHost host = TrialHost.create(work, image(work))) {
            Training training = new Training(Path.of(arguments[0]), host, work.resolve("log"));
            training.run(Path.of(arguments[1]), Bus.start(work));
        } finally {
            try (Stream<Path> left = Files.walk(work)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Half of it can be compressed, so that operations of all kinds are seen. */
    private static Path image(Path work) throws IOException {
        byte[] noise = new byte[IMAGE / 4];
        new Random(1).nextBytes(noise);
        byte[] text = HexFormat.of().formatHex(noise).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[IMAGE];
        System.arraycopy(noise, 0, all, 0, noise.length);
        System.arraycopy(text, 0, all, noise.length, text.length);
        return Files.write(work.resolve("new.img"), all);
    }

    private void run(Path cache, Optional<Bus> bus) throws IOException, InterruptedException {
        if (bus.isEmpty()) {
            System.err.println(
                    "no dbus-daemon here: the cache knows nothing of D-Bus (package dbus)");
        }
        String address = bus.map(Bus::address).orElse("none");
        ProcessBuilder builder = command("daemon", "--bus=" + address);
        builder.environment()
                .put("UPDATE_CLIENT_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + cache.toAbsolutePath());
        Process daemon = builder.redirectOutput(log.toFile()).start();
        try {
            Path socket = host.root().resolve("run/platte/agent.sock");
            while (!Files.exists(socket)) {
                requireRunning(daemon);
                Thread.sleep(LOOK_MILLIS);
            }
            ask(List.of("status"));
            ask(List.of("update"));
            ask(List.of("status", "--output", "json"));
            if (bus.isPresent()) {
                ask(List.of("engine-client", "--bus=" + address, "--", "-status"));
            }
        } finally {
            daemon.destroy();
            boolean ended = daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (bus.isPresent()) {
                bus.get().end();
            }
            if (!ended) {
                daemon.destroyForcibly();
            }
        }
        if (!Files.exists(cache) || !host.server().events().contains("3/1")) {
            throw new IOException("no cache was made; the daemon said:\n" + said());
        }
    }

    private void requireRunning(Process daemon) throws IOException {
        if (!daemon.isAlive()) {
            throw new IOException("the daemon ended at once:\n" + said());
        }
    }

    private String said() throws IOException {
        return Files.readString(log);
    }

    private ProcessBuilder command(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                client.toString(),
                                "--root=" + host.root(),
                                "--disk=" + host.disk().path(),
                                // The image is noise, and has none.
                                "--set=POSTINST=false"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private void ask(List<String> words) throws IOException, InterruptedException {
        Process process =
                command(words.toArray(String[]::new))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(words + " does not end; the daemon said:\n" + said());
        }
    }
}
