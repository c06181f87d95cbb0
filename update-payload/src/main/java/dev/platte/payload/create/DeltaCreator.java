package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.delta.Delta;
import dev.platte.payload.delta.DeltaMaker;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a delta payload of the format's version 1, or the full payload where that is not larger.
 * Neither images nor payload are ever in memory.
 */
public final class DeltaCreator {
    private static final int PIECE = 1 << 20;

    private final DeltaRequest request;
    private final CreateRequest full;
    private long done;

    private DeltaCreator(DeltaRequest request) {
        this.request = request;
        this.full = request.full();
    }

    /**
     * Makes the payload.
     *
     * @throws CreateException when the input is not fit for one
     */
    public static DeltaResult create(DeltaRequest request)
            throws IOException, CreateException, InterruptedException {
        return new DeltaCreator(request).create();
    }

    private DeltaResult create() throws IOException, CreateException, InterruptedException {
        PayloadCreator.requireImage(full.image());
        PayloadCreator.requireImage(request.source());
        PayloadSigner.requireRsa(full.signing());
        if (full.kernel().isEmpty() && request.sourceKernel().isPresent()) {
            throw new CreateException("an old kernel, and no new one that it could become");
        }
        for (Path file : List.of(full.image(), request.source())) {
            if (DeltaMaker.isTooLarge(Files.size(file))) {
                return makeFull("%s is too large for a delta".formatted(file));
            }
        }
        try (FileChannel aside = PayloadFile.temporary(full.out(), "aside");
                FileChannel data = PayloadFile.temporary(full.out(), "blobs")) {
            Made made = make(aside, data);
            if (made.metadata().isEmpty()) {
                return makeFull(made.whyNot());
            }
            PayloadMetadata metadata = made.metadata().get();
            long size = metadata.payloadSize();
            if (!FullSize.isAbove(full, size)) {
                return makeFull(
                        "the delta has %d bytes, which is not less than the full payload"
                                .formatted(size));
            }
            CreatedPayload created =
                    PayloadFile.write(
                            full.out(),
                            metadata,
                            data,
                            0,
                            data.size(),
                            toSign -> PayloadSigner.tail(full.signing(), toSign));
            return new DeltaResult(created, Optional.of(made.changes()), "");
        }
    }

    private DeltaResult makeFull(String why)
            throws IOException, CreateException, InterruptedException {
        return new DeltaResult(PayloadCreator.create(full), Optional.empty(), why);
    }

    /** A delta that could be made, or why not. */
    private record Made(Optional<PayloadMetadata> metadata, Delta.Changes changes, String whyNot) {}

    private Made make(FileChannel aside, FileChannel data)
            throws IOException, CreateException, InterruptedException {
        Data stored = new Data(data, full.signing().room());
        List<Procedure> procedures = new ArrayList<>();
        List<Operation> noops = new ArrayList<>();
        List<Operation> partition;
        Delta.Changes changes;
        try (FileChannel old = open(request.source());
                FileChannel made = open(full.image());
                DeltaMaker maker = new DeltaMaker(aside, full.workers(), this::progressed)) {
            Delta delta = maker.partition(old, made);
            changes = delta.changes();
            partition = stored.operations(delta, aside);
            if (full.kernel().isPresent()) {
                procedures.add(kernel(full.kernel().get(), maker, stored, aside));
            }
        }
        procedures.stream()
                .flatMap(procedure -> procedure.operations().stream())
                .forEach(operation -> operation.blob().map(Rooms::noop).ifPresent(noops::add));
        Manifest manifest =
                new Manifest(
                        partition,
                        noops,
                        Manifest.BLOCK_SIZE,
                        Optional.empty(),
                        Optional.of(info(request.source())),
                        Optional.of(info(full.image())),
                        procedures);
        try {
            byte[] bytes =
                    PayloadMetadata.of(Rooms.withRoom(manifest, full.signing().room())).bytes();
            // What a host would refuse is not made: a manifest has limits.
            return new Made(Optional.of(PayloadMetadata.of(bytes)), changes, "");
        } catch (PayloadException e) {
            return new Made(
                    Optional.empty(),
                    changes,
                    "the images differ in too many places: " + e.getMessage());
        }
    }

    private Procedure kernel(Path file, DeltaMaker maker, Data stored, FileChannel aside)
            throws IOException, CreateException, InterruptedException {
        if (Files.size(file) == 0) {
            throw new CreateException(file + " is empty");
        }
        List<Operation> operations = new ArrayList<>();
        Optional<ImageInfo> oldInfo = Optional.empty();
        if (request.sourceKernel().isPresent()) {
            Path old = request.sourceKernel().get();
            try (FileChannel before = open(old);
                    FileChannel after = open(file)) {
                operations.addAll(stored.operations(maker.file(before, after), aside));
            }
            oldInfo = Optional.of(info(old));
        } else {
            try (ChunkStream chunks = new ChunkStream(full.workers());
                    var in = Files.newInputStream(file)) {
                chunks.run(
                        in,
                        Sha256.newDigest(),
                        chunk -> {
                            operations.add(chunk.operation(stored.append(chunk.data())));
                            progressed(chunk.rawLength());
                            return true;
                        });
            }
        }
        return new Procedure(Purpose.KERNEL, operations, oldInfo, Optional.of(info(file)));
    }

    private void progressed(long bytes) {
        done += bytes;
        full.progress().accept(done);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private static ImageInfo info(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long size = 0;
        byte[] piece = new byte[PIECE];
        try (var in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read > 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
                size += read;
            }
        }
        return new ImageInfo(size, Sha256.ofDigest(digest.digest()));
    }
}
