package dev.platte.payload.apply;

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
 * Verifies a payload and writes its image, from one stream, on all cores, in memory that does not
 * grow with it.
 *
 * <p>A delta of the format works in place on a copy of the old image. Here the old image is only
 * read: the blocks that no operation writes are copied first, while the whole is compared with what
 * the payload starts from, and operations take their blocks from the old image itself as long as
 * none has written them. The result is the same, and a delta that was cut short is resumed like a
 * full payload.
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
        FileHash hash = FileHash.over(metadata);
        Checkpoint start = new Checkpoint(0, 0, hash.state(), metadata.sha256());
        return run(metadata, incoming(in, hash, metadata, 0), start, false);
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
        return run(parsed, incoming(rest, hash, parsed, from.dataOffset()), from, true);
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

    private AppliedPayload run(
            PayloadMetadata metadata, Incoming in, Checkpoint start, boolean isResumed)
            throws IOException, PayloadException, InterruptedException {
        Ending ending = Ending.foresee(metadata, request.trust(), request.expected());
        Plan plan = Plan.of(metadata, request.partition(), request.kernel());
        request.listener().opened(metadata);
        prepare(plan.copies(), start, !isResumed);
        List<Step> steps = plan.steps().subList(start.nextOperation(), plan.steps().size());
        try (Crew crew = new Crew(request.resources())) {
            try {
                carryOut(crew, steps, start, in);
            } catch (IOException | PayloadException broken) {
                // What has arrived whole is still worth writing, for the checkpoint to resume from;
                // and when an earlier operation turns out to be bad, that is the reason to give.
                crew.finish(request.listener());
                throw broken;
            }
            crew.finish(request.listener());
        }
        VerifiedPayload verified = ending.check(in);
        return finish(verified);
    }

    /**
     * A delta's old image is looked at again when it is resumed, and copied only the first time.
     */
    private void prepare(List<SourceCopy> copies, Checkpoint start, boolean isFirst)
            throws IOException, PayloadException {
        if (copies.isEmpty()) {
            return;
        }
        ApplyListener listener = request.listener();
        long total = copies.stream().mapToLong(SourceCopy::length).sum();
        long[] done = {0};
        for (SourceCopy copy : copies) {
            copy.run(isFirst, bytes -> listener.copied(done[0] += bytes, total));
        }
        if (isFirst) {
            listener.reached(start);
        }
    }

    private void carryOut(Crew crew, List<Step> steps, Checkpoint start, Incoming in)
            throws IOException, PayloadException, InterruptedException {
        ApplyListener listener = request.listener();
        Checkpoint before = start;
        for (Step step : steps) {
            StagedBlob data = crew.room(listener);
            data.receive(in, step);
            Checkpoint after = before.after(step, in.hash());
            if (step.turn().isAlone()) {
                crew.finish(listener);
                if (step.turn().isOver()) {
                    boolean repeatable = step.turn().isRepeatable();
                    listener.narrowed(repeatable ? Optional.of(before) : Optional.empty());
                }
                crew.start(step, data, after);
                crew.finish(listener);
            } else {
                crew.start(step, data, after);
            }
            before = after;
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
            request.partition().target().finish(partition.size());
            if (kernel.isPresent()) {
                request.kernel().orElseThrow().target().finish(kernel.get().size());
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
