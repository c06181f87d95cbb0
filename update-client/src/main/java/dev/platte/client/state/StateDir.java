package dev.platte.client.state;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The state directory: update_engine's {@code prefs/KEY} files beside our own checked records.
 *
 * <p>Every file is written whole under another name, synced, and renamed over the old one, so that
 * a power cut leaves the old or the new content and never a part. A damaged record is set aside as
 * {@code NAME.damaged}, said in the log, and from then on missing.
 */
public final class StateDir {
    private static final Logger LOG = System.getLogger(StateDir.class.getName());
    private static final String PROBE = "probe";
    private static final int MAX_BYTES = 1 << 20;

    /** A payload's header and manifest, of which the latter may have 4 MiB. */
    private static final int MAX_RAW_BYTES = 1 << 23;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final Path directory;

    /**
     * Takes a directory, and creates it when it is missing. Where that fails there is nothing to
     * read, and every write says why.
     */
    public StateDir(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(prefs());
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "there is no state directory {0}, and it cannot be made: {1}",
                    directory,
                    e.getMessage());
        }
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** A pref as update_engine keeps it: a raw value, trimmed; empty when there is no such file. */
    public Optional<String> pref(String key) throws IOException {
        return bytes(prefs().resolve(checked(key)), MAX_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    /**
     * Makes sure that what an update has to remember can be written.
     *
     * @param room bytes that must be free
     * @throws IOException it cannot, and why
     */
    public void requireWritable(long room) throws IOException {
        WholeFile.write(directory.resolve(PROBE), new byte[0]);
        Files.delete(directory.resolve(PROBE));
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < room) {
            throw new IOException(
                    "%s has %d bytes left, an update needs %d".formatted(directory, free, room));
        }
    }

    /**
     * Writes a pref whose loss costs a repetition and nothing else; where that fails, only the log
     * says so.
     */
    public void note(String key, String value) {
        try {
            pref(key, value);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be kept: {1}", key, e.getMessage());
        }
    }

    /** Writes a pref; the empty string is a value too. */
    public void pref(String key, String value) throws IOException {
        WholeFile.write(prefs().resolve(checked(key)), value.getBytes(StandardCharsets.UTF_8));
    }

    /** The record of that name; empty when there is none, or when it was damaged. */
    public Optional<Fields> read(String name) throws IOException {
        Path file = directory.resolve(checked(name));
        Optional<byte[]> bytes = bytes(file, MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Fields.decode(bytes.get()));
        } catch (DamagedException e) {
            setAside(file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Writes a record; after the return it survives a power cut. */
    public void write(String name, Fields fields) throws IOException {
        WholeFile.write(directory.resolve(checked(name)), fields.encode());
    }

    /** The bytes of that name, unchecked: whoever wrote them knows their hash. */
    public Optional<byte[]> readRaw(String name) throws IOException {
        return bytes(directory.resolve(checked(name)), MAX_RAW_BYTES);
    }

    /** Writes bytes as they are, whole and durable like a record. */
    public void writeRaw(String name, byte[] bytes) throws IOException {
        WholeFile.write(directory.resolve(checked(name)), bytes);
    }

    /** Removes a record; one that is not there is fine. */
    public void remove(String name) throws IOException {
        Path file = directory.resolve(checked(name));
        if (Files.deleteIfExists(file)) {
            WholeFile.syncDirectory(directory);
        }
    }

    /** Says that a record reads well and makes no sense, and sets it aside. */
    public void reject(String name, String why) {
        setAside(directory.resolve(checked(name)), why);
    }

    private Path prefs() {
        return directory.resolve("prefs");
    }

    /** What cannot be ours is as good as missing: it must not stop every start from now on. */
    private static Optional<byte[]> bytes(Path file, int most) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            setAside(file, "it is no file");
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                setAside(file, "it is larger than " + most + " bytes");
                return Optional.empty();
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where the disk cannot be written the file stays, and is as good as missing all the same. */
    private static void setAside(Path file, String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.log(
                Level.WARNING,
                "state file {0} is damaged ({1}); kept as {2}, going on without it",
                file,
                why,
                aside.getFileName());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be set aside: {1}", file, e.getMessage());
        }
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a state key: " + key);
        }
        return key;
    }
}
