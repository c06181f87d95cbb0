package dev.platte.payload.create;

import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ApplyListener;
import dev.platte.payload.apply.ApplyRequest;
import dev.platte.payload.apply.Destination;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadApplier;
import dev.platte.payload.apply.Source;
import dev.platte.payload.apply.Target;
import dev.platte.payload.format.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A directory in which deltas are made and applied. */
final class Bench implements AutoCloseable {
    private static final StandardOpenOption[] NEW = {
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE
    };

    private final Path directory;
    private final Signing signing = new Signing.Now(List.of(Vectors.privateKey("key-1")));

    Bench(Path directory) {
        this.directory = directory;
    }

    /** From bytes; a kernel of no bytes is none. */
    DeltaResult create(byte[] old, byte[] made, byte[] oldKernel, byte[] madeKernel)
            throws Exception {
        return create(
                write("old", old),
                write("made", made),
                oldKernel.length == 0
                        ? Optional.empty()
                        : Optional.of(write("old.kernel", oldKernel)),
                madeKernel.length == 0
                        ? Optional.empty()
                        : Optional.of(write("made.kernel", madeKernel)),
                2);
    }

    DeltaResult create(
            Path old, Path made, Optional<Path> oldKernel, Optional<Path> madeKernel, int workers)
            throws Exception {
        Path out = directory.resolve("payload");
        return DeltaCreator.create(
                new DeltaRequest(
                        new CreateRequest(made, madeKernel, out, signing, workers, _ -> {}),
                        old,
                        oldKernel));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    byte[] payload() throws IOException {
        return Files.readAllBytes(directory.resolve("payload"));
    }

    /** Applies what was created to what it was created from. */
    AppliedPayload apply() throws Exception {
        Path oldKernel = directory.resolve("old.kernel");
        if (Files.notExists(oldKernel)) {
            write("old.kernel", new byte[0]);
        }
        try (InputStream in = Files.newInputStream(directory.resolve("payload"));
                FileChannel before = FileChannel.open(directory.resolve("old"));
                FileChannel kernelBefore = FileChannel.open(oldKernel);
                FileChannel after = FileChannel.open(directory.resolve("image"), NEW);
                FileChannel kernelAfter = FileChannel.open(directory.resolve("kernel"), NEW)) {
            return new PayloadApplier(
                            new ApplyRequest(
                                    Vectors.trust("key-1"),
                                    Expected.ANYTHING,
                                    Destination.of(Target.file(after), Source.file(before)),
                                    Optional.of(
                                            Destination.of(
                                                    Target.file(kernelAfter),
                                                    Source.file(kernelBefore))),
                                    new ApplyRequest.Resources(2, directory),
                                    ApplyListener.SILENT))
                    .apply(in);
        }
    }

    byte[] image() throws IOException {
        return Files.readAllBytes(directory.resolve("image"));
    }

    byte[] kernel() throws IOException {
        return Files.readAllBytes(directory.resolve("kernel"));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
