package dev.platte.harness.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of this machine, run to its end.
 *
 * @param path the executable
 */
public record Program(Path path) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Looks along PATH, then where the system keeps what only root is expected to need. */
    public static Optional<Program> find(String name) {
        String search = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.concat(Arrays.stream(search.split(":")), Stream.of("/usr/sbin", "/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Program::new);
    }

    /**
     * @throws IOException when it is not installed; the message names the package
     */
    public static Program require(String name, String debianPackage) throws IOException {
        return find(name)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "%s is not installed; on Debian: apt-get install %s"
                                                .formatted(name, debianPackage)));
    }

    /** Runs it with an empty standard input; it is killed after five minutes. */
    public Result run(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, Map.of(), PATIENCE);
    }

    /** Runs it with more environment and other patience. */
    public Result run(List<String> arguments, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(path.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        CompletableFuture<byte[]> out =
                CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
        CompletableFuture<byte[]> err =
                CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return new Result(command, Result.TIMED_OUT, new byte[0], "killed after " + patience);
        }
        return new Result(
                command,
                process.exitValue(),
                out.join(),
                new String(err.join(), StandardCharsets.UTF_8));
    }

    private static byte[] all(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run left behind. */
    public record Result(List<String> command, int status, byte[] bytes, String errors) {
        /** The status of what was killed. */
        public static final int TIMED_OUT = -1;

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /**
         * @throws IOException when the status is not 0, with all that it said
         */
        public Result orFail() throws IOException {
            if (status != 0) {
                throw new IOException(
                        "%s ended with status %d: %s %s"
                                .formatted(
                                        String.join(" ", command),
                                        status,
                                        text().strip(),
                                        errors.strip()));
            }
            return this;
        }
    }
}
