package dev.platte.client.script;

import dev.platte.client.program.Program;
import dev.platte.client.script.ScriptResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the executables of some directories one after the other: directory by directory, by name. A
 * name in an earlier directory hides the same name in a later one, so that an operator can replace
 * a script of the image.
 */
public final class Scripts {
    private static final Pattern LEFT_BEHIND =
            Pattern.compile("^\\.|~$|\\.(bak|swp|orig|rej|dpkg-[a-z]+|rpm[a-z]+|ucf-[a-z]+)$");

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
        List<String> command = new ArrayList<>(List.of(script.toAbsolutePath().toString()));
        command.addAll(List.of(words));
        Map<String, String> all = new HashMap<>(System.getenv());
        all.putAll(environment);
        Program.Result result = new Program(command, all, timeout).run();
        return new ScriptResult(
                script,
                result.ending().isSuccess() ? Ending.PASSED : Ending.FAILED,
                result.ending().words(),
                result.output(),
                result.took());
    }
}
