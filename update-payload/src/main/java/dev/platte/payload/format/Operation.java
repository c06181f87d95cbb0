package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import java.util.List;
import java.util.Optional;

/** One step of making the new image (update_metadata.proto, InstallOperation). */
public sealed interface Operation {
    /** Where the result goes, in this order. */
    List<Extent> target();

    /** What is read of the old image, in this order; nothing for kinds that bring all with them. */
    default List<Extent> source() {
        return List.of();
    }

    /**
     * What the bytes of the source must be, if the payload says (src_sha256_hash of later formats;
     * update_engine 0.4.10 does not know it).
     */
    default Optional<Sha256> sourceSha256() {
        return Optional.empty();
    }

    /** The data it consumes, if its kind has any. */
    Optional<Blob> blob();

    /** Data written as it is. */
    record Replace(Blob data, List<Extent> target) implements Operation {
        public Replace {
            target = List.copyOf(target);
        }

        @Override
        public Optional<Blob> blob() {
            return Optional.of(data);
        }
    }

    /** One bzip2 stream, written decompressed. */
    record ReplaceBz(Blob data, List<Extent> target) implements Operation {
        public ReplaceBz {
            target = List.copyOf(target);
        }

        @Override
        public Optional<Blob> blob() {
            return Optional.of(data);
        }
    }

    /**
     * Blocks of the old image copied.
     *
     * @param sourceLength bytes, as the tool wrote it; the extents decide
     * @param targetLength bytes, as the tool wrote it; the extents decide
     */
    record Move(
            List<Extent> source,
            long sourceLength,
            List<Extent> target,
            long targetLength,
            Optional<Sha256> sourceSha256)
            implements Operation {
        public Move {
            source = List.copyOf(source);
            target = List.copyOf(target);
        }

        @Override
        public Optional<Blob> blob() {
            return Optional.empty();
        }
    }

    /**
     * A binary patch from blocks of the old image.
     *
     * @param sourceLength bytes of the source extents that count
     * @param targetLength bytes of the result
     */
    record Bsdiff(
            Blob data,
            List<Extent> source,
            long sourceLength,
            List<Extent> target,
            long targetLength,
            Optional<Sha256> sourceSha256)
            implements Operation {
        public Bsdiff {
            source = List.copyOf(source);
            target = List.copyOf(target);
        }

        @Override
        public Optional<Blob> blob() {
            return Optional.of(data);
        }
    }
}
