package dev.platte.harness.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Platte's programs as their users start them: each in a process of its own. */
public final class Programs implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final Map<String, String> MAINS =
            Map.of(
                    "update-server", "dev.platte.server.edge.UpdateServer",
                    "update-client", "dev.platte.client.cli.UpdateClient",
                    "updatectl", "dev.platte.ctl.command.Updatectl");

    private final Function<String, List<String>> start;
    private final List<Process> running = new ArrayList<>();

    private Programs(Function<String, List<String>> start) {
        this.start = start;
    }

    /**
     * The programs as they are built: {@code MODULE/target/MODULE.jar} beside its libraries.
     *
     * @param root the folder of the project, where the launcher stands
     */
    public static Programs built(Path root) {
        return new Programs(
                module -> {
                    Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
                    if (!Files.isReadable(jar)) {
                        throw new IllegalStateException(
                                jar + " is missing; ./platte build makes it");
                    }
                    return List.of("-jar", jar.toString());
                });
    }

    /** The programs of this process' build, whether their jars are made already or not. */
    public static Programs ofThisBuild() {
        return new Programs(Programs::startOf);
    }

    /**
     * What {@code java} needs to start a program of this process' build: its jar, which brings its
     * libraries along, or its class on the class path where the jar is not made yet. Not both: the
     * database's migrations would be there twice.
     */
    public static List<String> startOf(String module) {
        String main = Objects.requireNonNull(MAINS.get(module), module);
        try {
            Path from =
                    Path.of(
                            Class.forName(main)
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return Files.isRegularFile(from) && Files.isDirectory(from.resolveSibling("lib"))
                    ? List.of("-jar", from.toString())
                    : List.of("-cp", System.getProperty("java.class.path"), main);
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(module + " is not part of this build", e);
        }
    }

    /** What a program said and how it ended. */
    public record Ended(int status, String output) {}

    /** Runs a program to its end; its output appears on this terminal as it comes. */
    public int run(String module, List<String> arguments) throws IOException, InterruptedException {
        Process process = builder(module, arguments).inheritIO().start();
        return track(process).waitFor();
    }

    /** Runs a program to its end and gives what it printed. */
    public Ended ask(String module, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = builder(module, arguments).redirectErrorStream(true).start();
        track(process).getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Starts a program that stays, its output in a log file. */
    public Process start(String module, List<String> arguments, Path log) throws IOException {
        return track(
                builder(module, arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
    }

    private ProcessBuilder builder(String module, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC"));
        command.addAll(start.apply(module));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private Process track(Process process) {
        running.removeIf(earlier -> !earlier.isAlive());
        running.add(process);
        return process;
    }

    /** Ends what still runs: asks first, then insists. */
    @Override
    public void close() {
        running.forEach(Process::destroy);
        running.forEach(Programs::end);
    }

    /** Ends one program: asks first, then insists. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
