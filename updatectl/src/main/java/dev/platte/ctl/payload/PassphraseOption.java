package dev.platte.ctl.payload;

import dev.platte.keys.store.Passphrase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A passphrase comes from a file: on the command line everybody on the machine could read it. */
final class PassphraseOption {
    private static final int MOST_BYTES = 4096;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "the first line is the passphrase of the private key")
    private @Nullable Path file;

    Passphrase read() throws IOException {
        Optional<char[]> passphrase = passphrase();
        return () -> passphrase;
    }

    Optional<char[]> passphrase() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new IOException(file + " holds no passphrase in its first line");
            }
            return Optional.of(line.toCharArray());
        }
    }
}
