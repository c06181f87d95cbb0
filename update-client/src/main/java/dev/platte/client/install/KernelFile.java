package dev.platte.client.install;

import dev.platte.client.slot.SlotName;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ReadBack;
import dev.platte.payload.apply.Target;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.PayloadException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of the inactive slot on the boot partition: {@code /boot/{coreos,flatcar}/vmlinuz-a}
 * or {@code -b}. It is written beside its place and moved there when it was read back, so that the
 * boot partition never holds half a kernel under a name that a bootloader looks for.
 */
final class KernelFile implements AutoCloseable {
    private final Optional<Path> file;
    private long needed;
    private @Nullable FileChannel channel;

    private KernelFile(Optional<Path> file) {
        this.file = file;
    }

    /** Looks where update_engine looks (omaha_response_handler_action.cc). */
    static KernelFile of(Path root, SlotName slot) {
        String name = "vmlinuz-" + slot.name().toLowerCase(Locale.ROOT);
        Path coreos = root.resolve("boot/coreos");
        boolean old =
                Files.exists(coreos.resolve("vmlinuz-a"))
                        || Files.exists(coreos.resolve("vmlinuz-b"));
        Path directory = old ? coreos : root.resolve("boot/flatcar");
        return new KernelFile(
                Files.isDirectory(directory)
                        ? Optional.of(directory.resolve(name))
                        : Optional.empty());
    }

    /**
     * Refuses a payload with a kernel where there is no place for one: its image would boot with
     * the kernel of another.
     */
    void require(Manifest manifest) throws IOException {
        Optional<Procedure> kernel = manifest.kernel();
        if (kernel.isEmpty()) {
            return;
        }
        if (file.isEmpty()) {
            throw new IOException(
                    "the payload brings a kernel, and there is neither /boot/flatcar nor a kernel in /boot/coreos");
        }
        long size = kernel.get().newInfo().map(Manifest.ImageInfo::size).orElse(0L);
        long room = room();
        long old = Files.exists(file.get()) ? Files.size(file.get()) : 0;
        if (channel == null && room + old < size) {
            throw new IOException(
                    "%s has room for %d bytes, %d more where the old kernel of the slot goes, the kernel has %d"
                            .formatted(file.get().getParent(), room, old, size));
        }
        needed = size;
    }

    /**
     * Where there is no room for both, the old kernel of the slot goes first; to be called when the
     * slot does not boot any more. The kernel of the running slot is another file.
     */
    void makeRoom() throws IOException {
        if (channel == null && file.isPresent() && room() < needed) {
            Files.deleteIfExists(file.get());
        }
    }

    private long room() throws IOException {
        return Files.getFileStore(file.orElseThrow().getParent()).getUsableSpace();
    }

    /** Where the bootloader looks for it. */
    Optional<Path> path() {
        return file;
    }

    Optional<Target> target() {
        return file.map(path -> new Lazy());
    }

    void sync() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.force(true);
        }
    }

    /** Compares what lies on the boot partition with the manifest. */
    void readBack(AppliedPayload applied) throws IOException, PayloadException {
        if (applied.kernel().isEmpty() || file.isEmpty()) {
            return;
        }
        sync();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(fresh()))) {
            ReadBack.kernel(in, applied.kernel().get());
        }
    }

    /** Puts the new kernel where the bootloader of the inactive slot looks. */
    void install(AppliedPayload applied) throws IOException {
        if (applied.kernel().isEmpty() || file.isEmpty()) {
            return;
        }
        close();
        Files.move(
                fresh(),
                file.get(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory =
                FileChannel.open(file.get().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Where the bootloader of the inactive slot looks; empty where there is no place for one. */
    Optional<Path> installed() {
        return file;
    }

    /** Leaves nothing behind that fills the boot partition. */
    void discard() throws IOException {
        close();
        if (file.isPresent()) {
            Files.deleteIfExists(fresh());
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private Path fresh() {
        Path path = file.orElseThrow();
        return path.resolveSibling(path.getFileName() + ".new");
    }

    private synchronized FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open =
                    FileChannel.open(
                            fresh(),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    /** Creates the file with the first write, not before. */
    private final class Lazy implements Target {
        @Override
        public long capacity() {
            return Long.MAX_VALUE;
        }

        @Override
        public void write(ByteBuffer data, long position) throws IOException {
            Target.file(opened()).write(data, position);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            Target.file(opened()).read(into, position);
        }

        @Override
        public void finish(long size) throws IOException {
            Target.file(opened()).finish(size);
        }
    }
}
