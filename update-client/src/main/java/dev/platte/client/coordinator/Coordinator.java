package dev.platte.client.coordinator;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /run/update-engine/coordinator.conf}: whoever has it locked reboots this host, and says in
 * it what it is up to, as locksmith does (pkg/coordinatorconf). Used by one thread at a time.
 */
public final class Coordinator implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Coordinator.class.getName());
    private static final String NAME = "update-client";

    private final Path file;
    private @Nullable Flock lock;
    private String written = "";

    /** What the coordinator is up to. */
    public enum Stage {
        STARTING("starting"),
        RUNNING("running"),
        REBOOT_PLANNED("reboot-planned"),
        REBOOTING("rebooting");

        private final String word;

        Stage(String word) {
            this.word = word;
        }
    }

    /**
     * Takes nothing yet.
     *
     * @param run {@code /run}
     */
    public Coordinator(Path run) {
        this.file = run.resolve("update-engine/coordinator.conf");
    }

    /**
     * Becomes the coordinator, or stays it.
     *
     * @return who is it instead; empty: we are
     * @throws IOException the file cannot be used
     */
    public Optional<String> take() throws IOException {
        if (lock != null) {
            return Optional.empty();
        }
        Files.createDirectories(file.getParent());
        Optional<Flock> taken = Flock.take(file);
        if (taken.isEmpty()) {
            return Optional.of(holder());
        }
        if (!taken.get().isOf(file)) {
            // The last one moved a new file there between our open and our lock.
            taken.get().close();
            return Optional.of(holder());
        }
        lock = taken.get();
        return Optional.empty();
    }

    private String holder() {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("NAME="))
                    .map(line -> line.substring("NAME=".length()))
                    .findFirst()
                    .filter(name -> !name.isBlank())
                    .orElse("another program");
        } catch (IOException e) {
            return "another program";
        }
    }

    /**
     * Says what we are up to, if we are the coordinator. There is no instant at which the file of
     * that name is not locked.
     */
    public void say(String strategy, Stage stage) {
        String text =
                Stream.of("NAME=" + NAME, "STRATEGY=" + strategy, "STATE=" + stage.word)
                        .collect(Collectors.joining("\n"));
        Flock before = lock;
        if (before == null || text.equals(written)) {
            return;
        }
        Path fresh = file.resolveSibling(".coordinator.conf." + ProcessHandle.current().pid());
        try {
            Files.writeString(fresh, text);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Flock next = Flock.take(fresh).orElseThrow(() -> new IOException(fresh + " is locked"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            lock = next;
            before.close();
            written = text;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
        }
    }

    /** Somebody else may coordinate from now on. */
    @Override
    public void close() {
        Flock held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }
}
