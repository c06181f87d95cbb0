package dev.platte.payload.create;

import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The noop operations: they make clients from before procedures step over data that they do not
 * know, by "writing" it to a hole (delta_diff_generator.cc, ProceduresToNoops and AddSignatureOp).
 * Newer ones ignore them.
 */
final class Rooms {
    private Rooms() {}

    /** One noop for the data of an operation of a procedure. */
    static Operation noop(Blob data) {
        long blocks = (data.length() + Manifest.BLOCK_SIZE - 1) / Manifest.BLOCK_SIZE;
        return new Operation.Replace(data, List.of(new Extent(Extent.HOLE, blocks)));
    }

    /** The manifest with room for signatures after the data. */
    static Manifest withRoom(Manifest manifest, int size) {
        if (size == 0) {
            return manifest;
        }
        long offset = manifest.dataLength();
        List<Operation> noops = new ArrayList<>(manifest.noopOperations());
        noops.add(noop(new Blob(offset, size, Optional.empty())));
        return new Manifest(
                manifest.partitionOperations(),
                noops,
                manifest.blockSize(),
                Optional.of(new SignatureRoom(offset, size)),
                manifest.oldPartition(),
                manifest.newPartition(),
                manifest.procedures());
    }
}
