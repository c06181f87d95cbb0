package dev.platte.payload.apply;

import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The steps of a full payload in the order of their data, fit to be done in any order. */
final class Plan {
    private static final int HEADER = 20;

    private final PayloadMetadata metadata;
    private final List<Step> steps = new ArrayList<>();

    private Plan(PayloadMetadata metadata) {
        this.metadata = metadata;
    }

    static List<Step> of(PayloadMetadata metadata, Target partition, Optional<Target> kernel)
            throws PayloadException {
        Plan plan = new Plan(metadata);
        Manifest manifest = metadata.manifest();
        if (manifest.isDelta()) {
            throw refuse(
                    Fault.OPERATION,
                    "a delta payload, made to change an old image; only full payloads can be applied so far");
        }
        ImageInfo image =
                manifest.newPartition()
                        .orElseThrow(
                                () ->
                                        refuse(
                                                Fault.IMAGE_INFO_MISSING,
                                                "new_partition_info is missing"));
        if (image.size() > partition.capacity()) {
            throw new PayloadException(
                    Fault.OPERATION,
                    new Part.WrittenPartition(),
                    0,
                    "an image of %d bytes does not fit into a partition of %d"
                            .formatted(image.size(), partition.capacity()));
        }
        plan.add(manifest.partitionOperations(), Optional.of(partition), image.size());
        for (Procedure procedure : manifest.procedures()) {
            boolean wanted = procedure.purpose() == Purpose.KERNEL;
            plan.add(
                    procedure.operations(),
                    wanted ? kernel : Optional.empty(),
                    procedure.newInfo().map(ImageInfo::size).orElse(Long.MAX_VALUE));
        }
        return plan.steps;
    }

    private void add(List<Operation> operations, Optional<Target> target, long imageSize)
            throws PayloadException {
        List<Extent> written = new ArrayList<>();
        for (Operation operation : operations) {
            steps.add(
                    new Step(
                            steps.size(),
                            operation,
                            target,
                            imageSize,
                            metadata.manifest().blockSize(),
                            metadata.size()));
            operation.target().stream().filter(extent -> !extent.isHole()).forEach(written::add);
        }
        requireDisjoint(written);
    }

    /**
     * A full payload writes each block once; otherwise the result would depend on which thread came
     * last.
     */
    private static void requireDisjoint(List<Extent> written) throws PayloadException {
        written.sort(Comparator.comparingLong(Extent::startBlock));
        long free = 0;
        for (Extent extent : written) {
            if (extent.startBlock() < free && extent.numBlocks() > 0) {
                throw refuse(Fault.MANIFEST, "two operations write block " + extent.startBlock());
            }
            free = Math.max(free, extent.startBlock() + extent.numBlocks());
        }
    }

    private static PayloadException refuse(Fault fault, String detail) {
        return new PayloadException(fault, new Part.ManifestBytes(), HEADER, detail);
    }
}
