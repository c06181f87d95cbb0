package dev.platte.harness.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Platte's programs as their users start them: each in a process of its own, from {@code
 * MODULE/target/MODULE.jar}.
 */
final class Programs implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Path root;
    private final List<Process> running = new ArrayList<>();

    /**
     * @param root the folder of the project, where the launcher stands
     */
    Programs(Path root) {
        this.root = root;
    }

    /** What a program said and how it ended. */
    record Ended(int status, String output) {}

    /** Runs a program to its end; its output appears on this terminal as it comes. */
    int run(String module, List<String> arguments) throws IOException, InterruptedException {
        Process process = builder(module, arguments).inheritIO().start();
        return track(process).waitFor();
    }

    /** Runs a program to its end and gives what it printed. */
    Ended ask(String module, List<String> arguments) throws IOException, InterruptedException {
        Process process = builder(module, arguments).redirectErrorStream(true).start();
        track(process).getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Starts a program that stays, its output in a log file. */
    Process start(String module, List<String> arguments, Path log) throws IOException {
        return track(
                builder(module, arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
    }

    private ProcessBuilder builder(String module, List<String> arguments) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException(jar + " is missing; ./platte build makes it");
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-jar",
                                jar.toString()));
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
        for (Process process : running) {
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
}
