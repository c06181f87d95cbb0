package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Reads the old image once from its start to its end: compares it with what the payload starts from
 * (update_engine: old_partition_info, old_info), and copies the blocks that no operation is going
 * to write.
 *
 * @param old what it must be, if the payload says
 * @param written blocks that operations write
 */
record SourceCopy(Site site, Optional<ImageInfo> old, Part origin, BitSet written) {
    /** A multiple of every block size. */
    private static final int PIECE = 1 << 20;

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        void add(int bytes) throws IOException;
    }

    /** Bytes to be read. */
    long length() {
        return source().size();
    }

    /**
     * Does it.
     *
     * @param write whether to copy; else it is only compared
     * @throws PayloadException the old image is another one; what was copied is of no use then
     * @throws IOException the listener ends it
     */
    void run(boolean write, Progress progress) throws IOException, PayloadException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < length(); at += PIECE) {
            piece.clear().limit((int) Math.min(PIECE, length() - at));
            read(piece, at);
            if (old.isPresent()) {
                digest.update(piece.array(), 0, piece.limit());
            }
            if (write) {
                // A last block that is not whole, such as a kernel's, is filled with zeros.
                Arrays.fill(piece.array(), piece.limit(), PIECE, (byte) 0);
                copy(piece.array(), piece.limit(), at);
            }
            progress.add(piece.limit());
        }
        requireHash(digest);
    }

    private void requireHash(MessageDigest digest) throws PayloadException {
        if (old.isEmpty()) {
            return;
        }
        Sha256 found = Sha256.ofDigest(digest.digest());
        if (!found.equals(old.get().sha256())) {
            throw new PayloadException(
                    Fault.SOURCE,
                    origin,
                    0,
                    "SHA-256 of its %d bytes is %s, the payload starts from %s"
                            .formatted(length(), found, old.get().sha256()));
        }
    }

    private void read(ByteBuffer piece, long at) throws PayloadException {
        try {
            source().read(piece, at);
        } catch (IOException e) {
            throw new PayloadException(
                    Fault.SOURCE, origin, at, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes those blocks of a piece that nothing else writes. */
    private void copy(byte[] bytes, int length, long at) throws PayloadException {
        int last = (int) Math.ceilDiv(at + length, site.blockSize());
        long end = Math.min((long) last * site.blockSize(), site.imageSize());
        last = (int) Math.min(last, site.endBlock());
        int from = written.nextClearBit((int) (at / site.blockSize()));
        while (from < last) {
            int next = written.nextSetBit(from);
            int until = next < 0 ? last : Math.min(next, last);
            long start = (long) from * site.blockSize();
            long stop = Math.min((long) until * site.blockSize(), end);
            try {
                site.target()
                        .orElseThrow()
                        .write(
                                ByteBuffer.wrap(bytes, (int) (start - at), (int) (stop - start)),
                                start);
            } catch (IOException e) {
                throw new PayloadException(
                        Fault.OPERATION, origin, start, "cannot be copied: " + e.getMessage(), e);
            }
            from = written.nextClearBit(until);
        }
    }

    private Source source() {
        return site.source().orElseThrow();
    }
}
