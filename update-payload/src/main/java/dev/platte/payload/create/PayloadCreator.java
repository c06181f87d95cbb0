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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    /** Offsets are uint32. */
    static final long MOST_DATA = 0xffff_ffffL;

    private final CreateRequest request;
    private long done;
    private long stored;

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
        Path blobs =
                Files.createTempFile(
                        PayloadFile.directory(request.out()),
                        "." + request.out().getFileName(),
                        ".blobs");
        try (FileChannel data =
                        FileChannel.open(
                                blobs,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.DELETE_ON_CLOSE);
                ChunkStream chunks = new ChunkStream(request.workers())) {
            Manifest manifest = store(chunks, data);
            PayloadMetadata metadata =
                    PayloadMetadata.of(Rooms.withRoom(manifest, request.signing().room()));
            return PayloadFile.write(
                    request.out(),
                    metadata,
                    data,
                    0,
                    stored,
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

    private Manifest store(ChunkStream chunks, FileChannel data)
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

    private Stored store(Path file, ChunkStream chunks, FileChannel data)
            throws IOException, CreateException, InterruptedException {
        List<Operation> operations = new ArrayList<>();
        MessageDigest digest = PayloadFile.digest();
        long before = done;
        try (InputStream in = Files.newInputStream(file)) {
            chunks.run(in, digest, chunk -> operations.add(store(chunk, data)));
        }
        return new Stored(
                operations, new ImageInfo(done - before, Sha256.ofDigest(digest.digest())));
    }

    private Operation store(Chunk chunk, FileChannel data) throws IOException, CreateException {
        if (stored + chunk.data().length > MOST_DATA - request.signing().room()) {
            throw new CreateException(
                    "the payload would be 4 GiB or more, which the format cannot address");
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk.data());
        long at = stored;
        while (bytes.hasRemaining()) {
            at += data.write(bytes, at);
        }
        Operation operation = chunk.operation(stored);
        stored = at;
        done += chunk.rawLength();
        request.progress().accept(done);
        return operation;
    }
}
