package dev.platte.ctl.payload;

import dev.platte.payload.apply.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An old image or kernel, if one is given. */
final class OldFile implements AutoCloseable {
    private final @Nullable FileChannel channel;

    OldFile(@Nullable Path file) throws IOException {
        channel = file == null ? null : FileChannel.open(file, StandardOpenOption.READ);
    }

    Optional<Source> source() throws IOException {
        return channel == null ? Optional.empty() : Optional.of(Source.file(channel));
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
