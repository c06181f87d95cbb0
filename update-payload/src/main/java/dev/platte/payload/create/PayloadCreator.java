package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a full payload as the real tool lays it out: 1 MiB chunks, bzip2 at level 9 where that is
 * smaller, then the kernel in the same way, then the signatures. Neither image nor payload is ever
 * in memory.
 */
public final class PayloadCreator {
    private final CreateRequest request;
    private long done;

    private PayloadCreator(CreateRequest request) {
        this.request = request;
    }

    /**
     * Makes the payload.
     *
     * @throws CreateException when the input is not fit for one
     */
    public static CreatedPayload create(CreateRequest request)
            throws IOException, CreateException, InterruptedException {
        return new PayloadCreator(request).create();
    }

    private CreatedPayload create() throws IOException, CreateException, InterruptedException {
        requireImage(request.image());
        PayloadSigner.requireRsa(request.signing());
        try (FileChannel blobs = PayloadFile.temporary(request.out(), "blobs");
                ChunkStream chunks = new ChunkStream(request.workers())) {
            Data data = new Data(blobs, request.signing().room());
            Manifest manifest = store(chunks, data);
            PayloadMetadata metadata =
                    PayloadMetadata.of(Rooms.withRoom(manifest, request.signing().room()));
            return PayloadFile.write(
                    request.out(),
                    metadata,
                    blobs,
                    0,
                    data.length(),
                    toSign -> PayloadSigner.tail(request.signing(), toSign));
        }
    }

    static void requireImage(Path image) throws IOException, CreateException {
        if (!Files.isRegularFile(image)) {
            throw new CreateException(image + " is not a file");
        }
        long size = Files.size(image);
        if (size == 0 || size % Manifest.BLOCK_SIZE != 0) {
            throw new CreateException(
                    "%s has %d bytes; an image is a multiple of %d. Make the file system that long, or pad it: truncate -s %%%d %s"
                            .formatted(
                                    image, size, Manifest.BLOCK_SIZE, Manifest.BLOCK_SIZE, image));
        }
    }

    private Manifest store(ChunkStream chunks, Data data)
            throws IOException, CreateException, InterruptedException {
        Stored image = store(request.image(), chunks, data);
        List<Procedure> procedures = new ArrayList<>();
        List<Operation> noops = new ArrayList<>();
        if (request.kernel().isPresent()) {
            Stored kernel = store(request.kernel().get(), chunks, data);
            if (kernel.info().size() == 0) {
                throw new CreateException(request.kernel().get() + " is empty");
            }
            kernel.operations()
                    .forEach(operation -> operation.blob().map(Rooms::noop).ifPresent(noops::add));
            procedures.add(
                    new Procedure(
                            Purpose.KERNEL,
                            kernel.operations(),
                            Optional.empty(),
                            Optional.of(kernel.info())));
        }
        return new Manifest(
                image.operations(),
                noops,
                Manifest.BLOCK_SIZE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(image.info()),
                procedures);
    }

    private record Stored(List<Operation> operations, ImageInfo info) {}

    private Stored store(Path file, ChunkStream chunks, Data data)
            throws IOException, CreateException, InterruptedException {
        List<Operation> operations = new ArrayList<>();
        MessageDigest digest = Sha256.newDigest();
        long before = done;
        try (InputStream in = Files.newInputStream(file)) {
            chunks.run(
                    in,
                    digest,
                    chunk -> {
                        operations.add(chunk.operation(data.append(chunk.data())));
                        done += chunk.rawLength();
                        request.progress().accept(done);
                        return true;
                    });
        }
        return new Stored(
                operations, new ImageInfo(done - before, Sha256.ofDigest(digest.digest())));
    }
}
