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

/**
 * All that is to be done for a payload.
 *
 * @param copies what a delta does before its first operation; empty for full payloads
 * @param steps the operations in the order of their data
 */
record Plan(List<SourceCopy> copies, List<Step> steps) {
    private static final int HEADER = 20;

    static Plan of(PayloadMetadata metadata, Destination partition, Optional<Destination> kernel)
            throws PayloadException {
        Manifest manifest = metadata.manifest();
        ImageInfo image =
                manifest.newPartition()
                        .orElseThrow(
                                () ->
                                        refuse(
                                                Fault.IMAGE_INFO_MISSING,
                                                "new_partition_info is missing"));
        if (image.size() > partition.target().capacity()) {
            throw new PayloadException(
                    Fault.OPERATION,
                    new Part.WrittenPartition(),
                    0,
                    "an image of %d bytes does not fit into a partition of %d"
                            .formatted(image.size(), partition.target().capacity()));
        }
        Draft draft = new Draft(metadata);
        draft.add(
                new Image(
                        manifest.partitionOperations(),
                        manifest.oldPartition(),
                        image.size(),
                        new Part.OldPartition()),
                Optional.of(partition));
        for (Procedure procedure : manifest.procedures()) {
            draft.add(
                    new Image(
                            procedure.operations(),
                            procedure.oldInfo(),
                            procedure.newInfo().map(ImageInfo::size).orElse(Long.MAX_VALUE),
                            new Part.OldKernel()),
                    procedure.purpose() == Purpose.KERNEL ? kernel : Optional.empty());
        }
        return new Plan(draft.copies, draft.steps);
    }

    /**
     * What a manifest says of one image.
     *
     * @param size bytes of the new one
     * @param origin how the old one is called in a refusal
     */
    private record Image(
            List<Operation> operations, Optional<ImageInfo> old, long size, Part origin) {
        boolean readsOld() {
            return Manifest.areDelta(operations);
        }
    }

    private static final class Draft {
        private final PayloadMetadata metadata;
        private final int blockSize;
        private final List<SourceCopy> copies = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();

        Draft(PayloadMetadata metadata) {
            this.metadata = metadata;
            this.blockSize = metadata.manifest().blockSize();
        }

        void add(Image image, Optional<Destination> destination) throws PayloadException {
            if (destination.isPresent() && needsOld(image, destination.get())) {
                addDelta(image, destination.get());
                return;
            }
            requireDisjoint(image.operations());
            Site site =
                    new Site(
                            destination.map(Destination::target),
                            Optional.empty(),
                            image.size(),
                            blockSize);
            image.operations().forEach(operation -> add(operation, site, Turn.FREE));
        }

        /**
         * A part of a delta that brings all of its image with it, such as the kernel of most, can
         * be done without an old one.
         */
        private boolean needsOld(Image image, Destination destination) throws PayloadException {
            return image.readsOld()
                    || image.old().isPresent()
                            && (destination.source().isPresent()
                                    || !Weave.of(image.operations(), image.size(), 0, blockSize)
                                            .isWhole());
        }

        private void addDelta(Image image, Destination destination) throws PayloadException {
            Source source = OldImage.of(destination, image.old(), image.origin());
            Site site =
                    new Site(
                            Optional.of(destination.target()),
                            Optional.of(source),
                            image.size(),
                            blockSize);
            Weave weave = Weave.of(image.operations(), image.size(), source.size(), blockSize);
            copies.add(new SourceCopy(site, image.old(), image.origin(), weave.written()));
            List<Turn> turns = weave.turns(image.operations());
            for (int i = 0; i < turns.size(); i++) {
                add(image.operations().get(i), site, turns.get(i));
            }
        }

        private void add(Operation operation, Site site, Turn turn) {
            steps.add(new Step(steps.size(), operation, site, turn, metadata.size()));
        }
    }

    /**
     * A full payload writes each block once; otherwise the result would depend on which thread came
     * last.
     */
    private static void requireDisjoint(List<Operation> operations) throws PayloadException {
        List<Extent> written = new ArrayList<>();
        for (Operation operation : operations) {
            operation.target().stream().filter(extent -> !extent.isHole()).forEach(written::add);
        }
        written.sort(Comparator.comparingLong(Extent::startBlock));
        long free = 0;
        for (Extent extent : written) {
            if (extent.startBlock() < free && extent.numBlocks() > 0) {
                throw refuse(Fault.MANIFEST, "two operations write block " + extent.startBlock());
            }
            free = Math.max(free, extent.startBlock() + extent.numBlocks());
        }
    }

    static PayloadException refuse(Fault fault, String detail) {
        return new PayloadException(fault, new Part.ManifestBytes(), HEADER, detail);
    }
}
