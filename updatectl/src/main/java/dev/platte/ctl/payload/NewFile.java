package dev.platte.ctl.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is written beside its place and moved there when it is whole; until then it can
 * vanish.
 */
final class NewFile implements AutoCloseable {
    private final Path place;
    private final Path part;
    private final FileChannel channel;

    private NewFile(Path place, Path part, FileChannel channel) {
        this.place = place;
        this.part = part;
        this.channel = channel;
    }

    static NewFile beside(Path place) throws IOException {
        Path absolute = place.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            throw new IOException(place + " exists and is not a regular file");
        }
        Path part =
                Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), ".part");
        return new NewFile(
                absolute,
                part,
                FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    FileChannel channel() {
        return channel;
    }

    Path directory() {
        return place.getParent();
    }

    InputStream reader() throws IOException {
        return Files.newInputStream(part);
    }

    /** Syncs it and moves it to its place. */
    void publish() throws IOException {
        channel.force(true);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
