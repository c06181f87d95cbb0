package dev.platte.client.install;

import dev.platte.payload.apply.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a delta starts from: the slot that runs, and its kernel where it has one. */
final class Origin implements Closeable {
    private final Source slot;
    private final @Nullable FileChannel kernel;

    private Origin(Source slot, @Nullable FileChannel kernel) {
        this.slot = slot;
        this.kernel = kernel;
    }

    static Origin of(Source slot, Optional<Path> kernel) throws IOException {
        if (kernel.isEmpty()) {
            return new Origin(slot, null);
        }
        try {
            return new Origin(slot, FileChannel.open(kernel.get(), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            return new Origin(slot, null);
        }
    }

    Source slot() {
        return slot;
    }

    Optional<Source> kernel() throws IOException {
        return kernel == null ? Optional.empty() : Optional.of(Source.file(kernel));
    }

    @Override
    public void close() throws IOException {
        if (kernel != null) {
            kernel.close();
        }
    }
}
