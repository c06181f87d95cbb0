package dev.platte.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs. They refuse root, because a hole in them would then be a hole in the
 * machine; root therefore runs them in a user namespace of their own, where they own the same files
 * and have no other right.
 */
final class Commands {

    /** What a finished program said. */
    record Output(int status, String text) {}

    private final Path programs;
    private final Path directory;
    private final List<String> before;

    private Commands(Path programs, Path directory, List<String> before) {
        this.programs = programs;
        this.directory = directory;
        this.before = before;
    }

    static Commands of(Path programs, Path directory)
            throws IOException, InterruptedException, EmbeddedPostgresException {
        if (!runsAsRoot()) {
            return new Commands(programs, directory, List.of());
        }
        List<String> unshare = List.of("unshare", "--user", "--");
        Commands inNamespace = new Commands(programs, directory, unshare);
        Output probe = inNamespace.run(Duration.ofSeconds(20), "postgres", "--version");
        if (probe.status() != 0) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not run as root, and this machine does not let root make a user namespace for it ("
                            + probe.text().strip()
                            + "); run the server as an ordinary user, or give it a PostgreSQL with --spring.datasource.url=jdbc:postgresql://...");
        }
        return inNamespace;
    }

    private static boolean runsAsRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /**
     * Runs one program to its end.
     *
     * @throws IOException when it takes longer than the limit
     */
    Output run(Duration limit, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        // Into a file, and not a pipe: the database would inherit the pipe and keep it open.
        Path output = Files.createTempFile(directory, program, ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        program + " did not end within " + limit + ": " + Files.readString(output));
            }
            return new Output(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
