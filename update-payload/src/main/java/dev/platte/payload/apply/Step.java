package dev.platte.payload.apply;

import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.util.List;
import java.util.Optional;

/**
 * An operation and where its result goes.
 *
 * @param index over all operations
 * @param metadataSize where in the file the data begins
 */
record Step(int index, Operation operation, Site site, Turn turn, long metadataSize) {

    List<Extent> extents() {
        return operation.target();
    }

    Optional<Target> target() {
        return site.target();
    }

    /** The data; a kind without any has an empty one. */
    Optional<Blob> blob() {
        return operation.blob().filter(blob -> blob.length() > 0);
    }

    Part part() {
        return new Part.OperationData(index);
    }

    /** A refusal that names the place of this operation's data in the file. */
    PayloadException refuse(Fault fault, String detail) {
        return new PayloadException(fault, part(), place(), detail);
    }

    PayloadException refuse(Fault fault, String detail, Throwable cause) {
        return new PayloadException(fault, part(), place(), detail, cause);
    }

    private long place() {
        return metadataSize + operation.blob().map(Blob::offset).orElse(0L);
    }
}
