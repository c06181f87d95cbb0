package dev.platte.client.script;

import dev.platte.client.script.ScriptResult.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the executables of some directories one after the other: directory by directory, by name. A
 * name in an earlier directory hides the same name in a later one, so that an operator can replace
 * a script of the image.
 */
public final class Scripts {
    private static final Logger LOG = System.getLogger(Scripts.class.getName());
    private static final Pattern LEFT_BEHIND =
            Pattern.compile("^\\.|~$|\\.(bak|swp|orig|rej|dpkg-[a-z]+|rpm[a-z]+|ucf-[a-z]+)$");
    private static final int MOST_OUTPUT = 16 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final List<Path> directories;
    private final Duration timeout;
    private final Map<String, String> environment;

    /**
     * Runs nothing yet.
     *
     * @param timeout of each
     * @param environment added to our own
     */
    public Scripts(List<Path> directories, Duration timeout, Map<String, String> environment) {
        this.directories = directories;
        this.timeout = timeout;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs until one fails.
     *
     * @param words its arguments
     * @return the results so far, the failed one last
     */
    public List<ScriptResult> run(String... words) throws IOException, InterruptedException {
        List<ScriptResult> results = new ArrayList<>();
        Map<Path, Path> names = new HashMap<>();
        for (Path entry : entries()) {
            Path hider = names.putIfAbsent(entry.getFileName(), entry);
            Optional<String> why =
                    hider == null ? whyLeftOut(entry) : Optional.of(hider + " stands for it");
            ScriptResult result =
                    why.isPresent() ? ScriptResult.leftOut(entry, why.get()) : run(entry, words);
            results.add(result);
            if (result.isFailure()) {
                break;
            }
        }
        return results;
    }

    private List<Path> entries() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> listed = Files.list(directory)) {
                    listed.filter(Scripts::isMeant).sorted().forEach(all::add);
                }
            }
        }
        return all;
    }

    /** What editors and package managers leave behind is no script. */
    private static boolean isMeant(Path entry) {
        return !LEFT_BEHIND.matcher(entry.getFileName().toString()).find();
    }

    /** systemd's way to switch something off is a link to /dev/null. */
    private static Optional<String> whyLeftOut(Path entry) throws IOException {
        if (Files.exists(entry) && entry.toRealPath().equals(Path.of("/dev/null"))) {
            return Optional.of("masked");
        }
        if (!Files.isRegularFile(entry)) {
            return Optional.of("it is no file");
        }
        return Files.isExecutable(entry) ? Optional.empty() : Optional.of("it is not executable");
    }

    private ScriptResult run(Path script, String... words) throws InterruptedException {
        long start = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(script.toAbsolutePath().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return result(script, false, "could not be started: " + e.getMessage(), "", start);
        }
        Output output = new Output(process.getInputStream());
        try {
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                String late = "not done after %d ms".formatted(timeout.toMillis());
                return result(script, false, late, output.text(), start);
            }
            output.drain();
            int status = process.exitValue();
            return result(script, status == 0, "exit status " + status, output.text(), start);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static ScriptResult result(
            Path script, boolean passed, String words, String output, long start) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new ScriptResult(
                script, passed ? Ending.PASSED : Ending.FAILED, words, output, took);
    }

    /** Reads all that a script prints, so that it never waits for us, and keeps the first part. */
    private static final class Output {
        private final byte[] kept = new byte[MOST_OUTPUT];
        private final Thread reader;
        private int length;

        Output(InputStream from) {
            reader = Thread.startVirtualThread(() -> read(from));
        }

        /** A child that outlives the script may hold the pipe open for ever. */
        void drain() throws InterruptedException {
            reader.join(DRAIN);
        }

        synchronized String text() {
            return new String(kept, 0, length, StandardCharsets.UTF_8).strip();
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[4096];
            try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    keep(buffer, n);
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the output of a script ended: {0}", e.getMessage());
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            int room = Math.min(count, kept.length - length);
            System.arraycopy(buffer, 0, kept, length, room);
            length += room;
        }
    }
}
