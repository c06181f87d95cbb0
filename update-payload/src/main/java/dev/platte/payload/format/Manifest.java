package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a payload contains (update_metadata.proto, DeltaArchiveManifest). One that was read from a
 * file has been checked: data is contiguous, extents start inside what they write to, sums do not
 * overflow.
 *
 * @param partitionOperations what makes the partition
 * @param noopOperations what makes clients from before procedures skip their data; others must not
 *     look at them
 * @param blockSize bytes per block
 * @param signatures where the signatures are, if the payload has any
 * @param oldPartition what a delta starts from
 * @param newPartition what the partition must be afterwards
 * @param procedures what is made beside the partition
 */
public record Manifest(
        List<Operation> partitionOperations,
        List<Operation> noopOperations,
        int blockSize,
        Optional<SignatureRoom> signatures,
        Optional<ImageInfo> oldPartition,
        Optional<ImageInfo> newPartition,
        List<Procedure> procedures) {

    /** The block size of every payload in the field. */
    public static final int BLOCK_SIZE = 4096;

    public Manifest {
        partitionOperations = List.copyOf(partitionOperations);
        noopOperations = List.copyOf(noopOperations);
        procedures = List.copyOf(procedures);
        if (Integer.bitCount(blockSize) != 1 || blockSize < 512) {
            throw new IllegalArgumentException(
                    "block size " + blockSize + " is not a power of two from 512");
        }
    }

    /**
     * The place of the signatures.
     *
     * @param offset bytes after the end of the manifest
     * @param size bytes; they end the file
     */
    public record SignatureRoom(long offset, long size) {
        public SignatureRoom {
            if (offset < 0 || size < 0) {
                throw new IllegalArgumentException("signatures at %d+%d".formatted(offset, size));
            }
        }
    }

    /**
     * An image as it must be.
     *
     * @param size bytes
     */
    public record ImageInfo(long size, Sha256 sha256) {
        public ImageInfo {
            if (size < 0) {
                throw new IllegalArgumentException("negative size " + size);
            }
        }
    }

    /** What a procedure makes. */
    public enum Purpose {
        KERNEL,
        PCR_POLICY,
        /** A kind that came after us: its data is checked and skipped, as update_engine does. */
        UNKNOWN
    }

    /**
     * Something made beside the partition.
     *
     * @param oldInfo what a delta starts from
     * @param newInfo what it must be afterwards
     */
    public record Procedure(
            Purpose purpose,
            List<Operation> operations,
            Optional<ImageInfo> oldInfo,
            Optional<ImageInfo> newInfo) {
        public Procedure {
            operations = List.copyOf(operations);
        }
    }

    /** All operations in the order of their data: the partition's, then each procedure's. */
    public List<Operation> operations() {
        List<Operation> all = new ArrayList<>(partitionOperations);
        procedures.forEach(procedure -> all.addAll(procedure.operations()));
        return all;
    }

    /** The kernel procedure, if there is one. */
    public Optional<Procedure> kernel() {
        return procedures.stream()
                .filter(procedure -> procedure.purpose() == Purpose.KERNEL)
                .findFirst();
    }

    /** Whether anything is made from an old image. */
    public boolean isDelta() {
        return oldPartition.isPresent() || areDelta(operations());
    }

    /** Whether any of them reads an old image. */
    public static boolean areDelta(List<Operation> operations) {
        return operations.stream()
                .anyMatch(
                        operation ->
                                switch (operation) {
                                    case Operation.Replace _, Operation.ReplaceBz _ -> false;
                                    case Operation.Move _, Operation.Bsdiff _ -> true;
                                });
    }

    /** How many bytes of operation data follow the manifest. */
    public long dataLength() {
        return operations().stream()
                .flatMap(operation -> operation.blob().stream())
                .mapToLong(Blob::length)
                .sum();
    }
}
