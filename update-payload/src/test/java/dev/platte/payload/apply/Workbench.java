package dev.platte.payload.apply;

import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.PayloadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** A directory with a partition inside a disk image, a kernel file, and an applier for both. */
final class Workbench implements AutoCloseable {
    static final long START = 1 << 20;
    private static final byte GUARD = 0x5a;

    private final Path directory;
    private final long length;
    private final FileChannel disk;
    private final FileChannel kernel;
    private Optional<Source> oldImage = Optional.empty();
    private Optional<Source> oldKernel = Optional.empty();

    Workbench(Path directory, long length) throws IOException {
        this.directory = directory;
        this.length = length;
        Path image = Files.createTempFile(directory, "disk", ".img");
        byte[] guard = new byte[Math.toIntExact(START)];
        Arrays.fill(guard, GUARD);
        disk = open(image);
        disk.write(ByteBuffer.wrap(guard), 0);
        disk.write(ByteBuffer.wrap(guard), START + length);
        kernel = open(Files.createTempFile(directory, "kernel", ".bin"));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** From now on a delta starts from this, and its kernel from nothing. */
    Workbench from(byte[] image) {
        oldImage = Optional.of(new MemorySource(image));
        return this;
    }

    /** From now on a delta starts from these. */
    Workbench from(byte[] image, byte[] oldKernelBytes) {
        oldImage = Optional.of(new MemorySource(image));
        oldKernel = Optional.of(new MemorySource(oldKernelBytes));
        return this;
    }

    AppliedPayload apply(byte[] payload, TrustSet trust)
            throws IOException, PayloadException, InterruptedException {
        return apply(payload, trust, Expected.ANYTHING);
    }

    AppliedPayload apply(byte[] payload, TrustSet trust, Expected expected)
            throws IOException, PayloadException, InterruptedException {
        return applier(trust, expected, ApplyListener.SILENT)
                .apply(new ByteArrayInputStream(payload));
    }

    PayloadApplier applier(TrustSet trust, Expected expected, ApplyListener listener) {
        return new PayloadApplier(
                new ApplyRequest(
                        trust,
                        expected,
                        new Destination(Target.region(disk, START, length), oldImage),
                        Optional.of(new Destination(Target.file(kernel), oldKernel)),
                        new ApplyRequest.Resources(2, directory),
                        listener));
    }

    InputStream partition() throws IOException {
        return new ByteArrayInputStream(read(disk, START, length));
    }

    Sha256 partitionHash(long size) throws IOException {
        return Sha256.of(read(disk, START, size));
    }

    Sha256 kernelHash() throws IOException {
        return Sha256.of(read(kernel, 0, kernel.size()));
    }

    /** Whether the bytes around the partition are what they were. */
    boolean isSurroundingUntouched() throws IOException {
        for (byte b : read(disk, 0, START)) {
            if (b != GUARD) {
                return false;
            }
        }
        for (byte b : read(disk, START + length, START)) {
            if (b != GUARD) {
                return false;
            }
        }
        return disk.size() == START + length + START;
    }

    private static byte[] read(FileChannel channel, long at, long size) throws IOException {
        var buffer = ByteBuffer.allocate(Math.toIntExact(size));
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {}
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        disk.close();
        kernel.close();
    }
}
