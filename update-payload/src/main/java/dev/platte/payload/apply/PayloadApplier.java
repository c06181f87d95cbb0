package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.FileHash;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a full payload and writes it, from one stream, on all cores, in memory that does not
 * grow with it.
 */
public final class PayloadApplier {
    private final ApplyRequest request;

    /** For one application. */
    public PayloadApplier(ApplyRequest request) {
        this.request = request;
    }

    /**
     * Applies from the first byte.
     *
     * @param in the payload; read to its end, not closed
     * @throws PayloadException when the payload is refused or a target cannot be written
     * @throws IOException when the stream or the listener fails; what was written is then in the
     *     checkpoints
     */
    public AppliedPayload apply(InputStream in)
            throws IOException, PayloadException, InterruptedException {
        PayloadMetadata metadata = PayloadMetadata.read(in);
        FileHash hash = FileHash.start();
        byte[] bytes = metadata.bytes();
        hash.update(bytes, 0, bytes.length);
        return run(metadata, incoming(in, hash, metadata, 0), 0);
    }

    /**
     * Goes on where a checkpoint was reached.
     *
     * @param metadata header and manifest, saved or fetched again; compared with the checkpoint
     * @param rest the payload from byte metadata size + {@link Checkpoint#dataOffset}; read to its
     *     end, not closed
     */
    public AppliedPayload resume(Checkpoint from, byte[] metadata, InputStream rest)
            throws IOException, PayloadException, InterruptedException {
        PayloadMetadata parsed = PayloadMetadata.of(metadata);
        requireFits(from, parsed);
        FileHash hash;
        try {
            hash = FileHash.resume(from.hashState());
        } catch (IllegalArgumentException e) {
            throw refuse(parsed, "the saved hash state is damaged; start from the beginning");
        }
        return run(parsed, incoming(rest, hash, parsed, from.dataOffset()), from.nextOperation());
    }

    /**
     * update_engine restores the hash over a manifest that it fetched again and does not compare;
     * here it must be the same.
     */
    private static void requireFits(Checkpoint from, PayloadMetadata metadata)
            throws PayloadException {
        if (!from.metadata().equals(metadata.sha256())) {
            throw refuse(
                    metadata,
                    "the manifest is not the one of the checkpoint; start from the beginning");
        }
        List<Operation> operations = metadata.manifest().operations();
        if (from.nextOperation() > operations.size()) {
            throw refuse(metadata, "the checkpoint is beyond the last operation");
        }
        long consumed =
                operations.stream()
                        .limit(from.nextOperation())
                        .flatMap(operation -> operation.blob().stream())
                        .mapToLong(Blob::length)
                        .sum();
        if (consumed != from.dataOffset()) {
            throw refuse(
                    metadata,
                    "the checkpoint says %d bytes for %d operations, the manifest %d"
                            .formatted(from.dataOffset(), from.nextOperation(), consumed));
        }
    }

    private static PayloadException refuse(PayloadMetadata metadata, String detail) {
        return new PayloadException(
                Fault.CHECKPOINT, new Part.ManifestBytes(), metadata.size(), detail);
    }

    private Incoming incoming(
            InputStream in, FileHash hash, PayloadMetadata metadata, long dataOffset) {
        long total = metadata.payloadSize();
        long offset = metadata.size() + dataOffset;
        return new Incoming(
                in, hash, offset, received -> request.listener().progressed(received, total));
    }

    private AppliedPayload run(PayloadMetadata metadata, Incoming in, int first)
            throws IOException, PayloadException, InterruptedException {
        Ending ending = Ending.foresee(metadata, request.trust(), request.expected());
        List<Step> steps = Plan.of(metadata, request.partition(), request.kernel());
        request.listener().opened(metadata);
        try (Crew crew = new Crew(request.resources())) {
            try {
                carryOut(crew, steps.subList(first, steps.size()), metadata, in);
            } catch (IOException | PayloadException broken) {
                // What has arrived whole is still worth writing, for the checkpoint to resume from;
                // and when an earlier
                // operation turns out to be bad, that is the reason to give.
                crew.finish(request.listener());
                throw broken;
            }
            crew.finish(request.listener());
        }
        VerifiedPayload verified = ending.check(in);
        return finish(verified);
    }

    private void carryOut(Crew crew, List<Step> steps, PayloadMetadata metadata, Incoming in)
            throws IOException, PayloadException, InterruptedException {
        Sha256 sha256 = metadata.sha256();
        for (Step step : steps) {
            StagedBlob data = crew.room(request.listener());
            data.receive(in, step);
            long consumed = in.offset() - metadata.size();
            crew.start(
                    step,
                    data,
                    new Checkpoint(step.index() + 1, consumed, in.hash().state(), sha256));
        }
    }

    private AppliedPayload finish(VerifiedPayload verified) throws PayloadException {
        Manifest manifest = verified.metadata().manifest();
        ImageInfo partition = manifest.newPartition().orElseThrow();
        Optional<ImageInfo> kernel =
                request.kernel().isEmpty()
                        ? Optional.empty()
                        : manifest.kernel().flatMap(Procedure::newInfo);
        try {
            request.partition().finish(partition.size());
            if (kernel.isPresent()) {
                request.kernel().orElseThrow().finish(kernel.get().size());
            }
        } catch (IOException e) {
            throw new PayloadException(
                    Fault.OPERATION,
                    new Part.WrittenPartition(),
                    0,
                    "cannot be cut to size: " + e.getMessage(),
                    e);
        }
        return new AppliedPayload(verified, partition, kernel);
    }
}
