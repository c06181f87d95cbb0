package dev.platte.payload.format;

import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Manifest.SignatureRoom;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest must keep to before anything is done by it. update_engine finds out about lying
 * offsets while it writes, and about lying extents not at all.
 */
final class ManifestRules {
    /**
     * Room for sixteen signatures of 8192 bit keys. A larger one would be held in memory
     * unverified.
     */
    static final int MOST_SIGNATURES = 32 * 1024;

    private long consumed;
    private int index;

    private ManifestRules() {}

    static void check(Manifest manifest) throws PayloadException {
        ManifestRules rules = new ManifestRules();
        rules.checkImage(
                manifest.partitionOperations(),
                new ExtentRules(
                        manifest.blockSize(), manifest.oldPartition(), manifest.newPartition()));
        for (Procedure procedure : manifest.procedures()) {
            if (procedure.purpose() != Purpose.UNKNOWN && procedure.newInfo().isEmpty()) {
                throw refuse(
                        Fault.MANIFEST,
                        "the %s procedure has no new_info".formatted(procedure.purpose()));
            }
            rules.checkImage(
                    procedure.operations(),
                    new ExtentRules(
                            manifest.blockSize(), procedure.oldInfo(), procedure.newInfo()));
        }
        if (manifest.procedures().stream().filter(p -> p.purpose() == Purpose.KERNEL).count() > 1) {
            throw refuse(Fault.MANIFEST, "more than one kernel procedure");
        }
        if (manifest.signatures().isPresent()) {
            rules.checkSignatures(manifest.signatures().get());
        }
    }

    private void checkSignatures(SignatureRoom room) throws PayloadException {
        if (room.offset() != consumed) {
            throw refuse(
                    Fault.OPERATION,
                    "signatures_offset is %d, the operations' data ends at %d"
                            .formatted(room.offset(), consumed));
        }
        if (room.size() > MOST_SIGNATURES) {
            throw refuse(
                    Fault.MANIFEST,
                    "signatures of %d bytes; accepted are %d"
                            .formatted(room.size(), MOST_SIGNATURES));
        }
    }

    private void checkImage(List<Operation> operations, ExtentRules extents)
            throws PayloadException {
        for (Operation operation : operations) {
            extents.check(operation, index);
            checkBlob(operation, extents.room(operation));
            index++;
        }
    }

    private void checkBlob(Operation operation, long room) throws PayloadException {
        Optional<Blob> data = operation.blob();
        if (data.isEmpty()) {
            return;
        }
        Blob blob = data.get();
        if (blob.length() > 0 && blob.offset() != consumed) {
            throw refuse(
                    Fault.OPERATION,
                    "data of operation %d is at %d, expected at %d"
                            .formatted(index, blob.offset(), consumed));
        }
        boolean fits =
                switch (operation) {
                    case Operation.Replace _ -> blob.length() <= room;
                    case Operation.ReplaceBz _ -> blob.length() <= mostCompressed(room);
                    case Operation.Bsdiff _ -> blob.length() <= 2 * mostCompressed(room);
                    case Operation.Move _ -> true;
                };
        if (!fits) {
            throw refuse(
                    Fault.OPERATION,
                    "operation %d has %d bytes of data for extents of %d bytes"
                            .formatted(index, blob.length(), room));
        }
        consumed = Math.addExact(consumed, blob.length());
    }

    /**
     * bzip2 grows what it cannot compress by at most 1% and 600 bytes (its manual, section 3.4.1);
     * we allow twice that.
     */
    private static long mostCompressed(long length) {
        return Math.addExact(length, length / 50 + 1200);
    }

    static PayloadException refuse(Fault fault, String detail) {
        return new PayloadException(fault, new Part.ManifestBytes(), HeaderReader.LENGTH, detail);
    }
}
