package dev.platte.client.program;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A program that is not ours. Nothing it does holds us up: it gets nothing to read, all that it
 * prints is taken and the first part kept, and when its time is over it is killed with its
 * children.
 *
 * @param command the executable and its arguments
 * @param environment all of it
 */
public record Program(List<String> command, Map<String, String> environment, Duration timeout) {
    private static final Duration LOOK = Duration.ofMillis(200);

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(timeout, "timeout");
    }

    /** How it ended. */
    public sealed interface Ending {
        /** By itself. */
        record Exited(int status) implements Ending {}

        /** Killed when its time was over. */
        record TimedOut(Duration after) implements Ending {}

        /** Killed because this process ends. */
        record BrokenOff() implements Ending {}

        /** It never ran; {@code why} in words. */
        record NotStarted(String why) implements Ending {
            public NotStarted {
                requireNonNull(why, "why");
            }
        }

        /** Whether it ended by itself, with status 0. */
        default boolean isSuccess() {
            return this instanceof Exited(int status) && status == 0;
        }

        /** For people. */
        default String words() {
            return switch (this) {
                case Exited(int status) -> "exit status " + status;
                case TimedOut(Duration after) -> "not done after %d ms".formatted(after.toMillis());
                case BrokenOff() -> "broken off, since the client ends";
                case NotStarted(String why) -> "could not be started: " + why;
            };
        }
    }

    /**
     * What came of it.
     *
     * @param output the first part of what it printed, standard output and error as they came
     */
    public record Result(Ending ending, String output, Duration took) {
        public Result {
            requireNonNull(ending, "ending");
            requireNonNull(output, "output");
            requireNonNull(took, "took");
        }
    }

    /** Runs it to its end. */
    public Result run() throws InterruptedException {
        return run(() -> false, _ -> {});
    }

    /**
     * Runs it to its end.
     *
     * @param over whether this process was told to end; looked at now and then
     * @param lines hears every line as it comes
     */
    public Result run(BooleanSupplier over, Consumer<String> lines) throws InterruptedException {
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(
                    new Ending.NotStarted(String.valueOf(e.getMessage())), "", since(start));
        }
        Output output = new Output(process.getInputStream(), lines);
        try {
            Ending ending = await(process, start, over);
            output.drain();
            return new Result(ending, output.text(), since(start));
        } finally {
            kill(process);
        }
    }

    private Ending await(Process process, long start, BooleanSupplier over)
            throws InterruptedException {
        while (true) {
            Duration left = timeout.minus(since(start));
            if (!left.isPositive()) {
                kill(process);
                return new Ending.TimedOut(timeout);
            }
            Duration wait = left.compareTo(LOOK) < 0 ? left : LOOK;
            if (process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Ending.Exited(process.exitValue());
            }
            if (over.getAsBoolean()) {
                kill(process);
                return new Ending.BrokenOff();
            }
        }
    }

    private static void kill(Process process) {
        // The children last: a shell would say something about each.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
