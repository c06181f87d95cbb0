package dev.platte.ctl.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file for its owner alone, made before there is a secret to go into it: a secret that cannot
 * be kept is not asked for.
 */
public final class SecretFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private boolean kept;

    private SecretFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Refuses to replace one that is there. */
    public static SecretFile create(Path path) throws IOException {
        return new SecretFile(
                path,
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    /** Writes it to the disk. */
    public void keep(String secret) throws IOException {
        channel.write(StandardCharsets.US_ASCII.encode(secret + "\n"));
        channel.force(true);
        kept = true;
    }

    /** Without a secret the file goes again. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!kept) {
            Files.deleteIfExists(path);
        }
    }
}
