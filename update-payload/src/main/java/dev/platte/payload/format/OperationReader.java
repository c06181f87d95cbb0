package dev.platte.payload.format;

import static dev.platte.payload.format.ManifestReader.once;

import dev.platte.omaha.value.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** InstallOperation messages, counted over the whole manifest so that their number has a bound. */
final class OperationReader {
    /** A full payload has one per MiB. */
    private static final int MOST_OPERATIONS = 50_000;

    private static final int MOST_EXTENTS = 200_000;

    private static final int REPLACE = 0;
    private static final int REPLACE_BZ = 1;
    private static final int MOVE = 2;
    private static final int BSDIFF = 3;

    private int operations;
    private int extents;

    Operation read(WireReader in) throws PayloadException {
        if (++operations > MOST_OPERATIONS) {
            throw in.refuse("more than " + MOST_OPERATIONS + " operations");
        }
        return new Fields().read(in);
    }

    private Extent extent(WireReader in) throws PayloadException {
        if (++extents > MOST_EXTENTS) {
            throw in.refuse("more than " + MOST_EXTENTS + " extents");
        }
        Long start = null;
        Long count = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> start = once(start, in.uint64(), in);
                case 2 -> count = once(count, in.size(), in);
                default -> in.skip();
            }
        }
        if (start == null || count == null || start < Extent.HOLE) {
            throw in.refuse("an extent needs a start and a number of blocks within 63 bits");
        }
        return new Extent(start, count);
    }

    /** One message's fields until all are seen. */
    private final class Fields {
        private @Nullable Long type;
        private @Nullable Long dataOffset;
        private @Nullable Long dataLength;
        private @Nullable Long sourceLength;
        private @Nullable Long targetLength;
        private byte @Nullable [] hash;
        private byte @Nullable [] sourceHash;
        private final List<Extent> source = new ArrayList<>(1);
        private final List<Extent> target = new ArrayList<>(1);

        Operation read(WireReader in) throws PayloadException {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> type = once(type, in.uint64(), in);
                    case 2 -> dataOffset = once(dataOffset, in.uint32(), in);
                    case 3 -> dataLength = once(dataLength, in.uint32(), in);
                    case 4 -> source.add(extent(in.message()));
                    case 5 -> sourceLength = once(sourceLength, in.size(), in);
                    case 6 -> target.add(extent(in.message()));
                    case 7 -> targetLength = once(targetLength, in.size(), in);
                    case 8 -> hash = once(hash, in.bytes(), in);
                    case 9 -> sourceHash = once(sourceHash, in.bytes(), in);
                    default -> in.skip();
                }
            }
            return operation(in);
        }

        private Operation operation(WireReader in) throws PayloadException {
            if (type == null || type < REPLACE || type > BSDIFF) {
                // update_engine: an unknown value of a required enum leaves the field missing, and
                // the parse fails.
                throw in.refuse(
                        "operation type "
                                + (type == null ? "missing" : Long.toUnsignedString(type))
                                + " is not known");
            }
            return switch (Math.toIntExact(type)) {
                case REPLACE -> new Operation.Replace(blob(in), target);
                case REPLACE_BZ -> new Operation.ReplaceBz(blob(in), target);
                case MOVE -> {
                    if (or0(dataLength) != 0) {
                        throw in.refuse("a MOVE has no data");
                    }
                    yield new Operation.Move(
                            source,
                            or0(sourceLength),
                            target,
                            or0(targetLength),
                            sha256("src_sha256_hash", sourceHash, in));
                }
                default ->
                        new Operation.Bsdiff(
                                blob(in),
                                source,
                                or0(sourceLength),
                                target,
                                or0(targetLength),
                                sha256("src_sha256_hash", sourceHash, in));
            };
        }

        private Blob blob(WireReader in) throws PayloadException {
            return new Blob(or0(dataOffset), or0(dataLength), sha256("data_sha256_hash", hash, in));
        }

        private static Optional<Sha256> sha256(String field, byte @Nullable [] hash, WireReader in)
                throws PayloadException {
            if (hash != null && hash.length != Sha256.LENGTH) {
                throw in.refuse(field + " has " + hash.length + " bytes, not 32");
            }
            return Optional.ofNullable(hash).map(Sha256::ofDigest);
        }

        private static long or0(@Nullable Long value) {
            return value == null ? 0 : value;
        }
    }
}
