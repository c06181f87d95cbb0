package dev.platte.client.slot;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.rate.RateLimit;
import dev.platte.payload.apply.AppliedPayload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The proof that the target slot holds, on the medium, the image that a signed manifest describes.
 * It exists only as a result of reading the slot back, and only for the disk and the moment it was
 * read from.
 */
public final class VerifiedImage {
    private static final int CHUNK = 1 << 20;

    private final Slots slots;
    private final int generation;
    private final SlotName slot;
    private final long size;
    private final String sha256;

    private VerifiedImage(Slots slots, int generation, SlotName slot, long size, String sha256) {
        this.slots = slots;
        this.generation = generation;
        this.slot = slot;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * Closes the slot to its writer, waits for stable storage, and reads the image back past the
     * page cache.
     */
    static ReadBack readBack(Slots slots, Expected expected, RateLimit limit)
            throws IOException, InterruptedException {
        int generation = slots.seal();
        Slot target = slots.target();
        if (expected.size() > target.size()) {
            throw new SlotException(
                    SlotException.Reason.TOO_SMALL,
                    "%s has %d bytes, the image %d"
                            .formatted(target.name().label(), target.size(), expected.size()));
        }
        slots.device().sync();
        try (BlockDevice.Uncached medium = slots.device().uncached()) {
            String actual = sha256(medium, target.offset(), expected.size(), limit);
            return actual.equals(expected.sha256())
                    ? new ReadBack.Matches(
                            new VerifiedImage(
                                    slots, generation, target.name(), expected.size(), actual),
                            medium.throughCacheBecause())
                    : new ReadBack.Differs(expected.size(), expected.sha256(), actual);
        }
    }

    private static String sha256(
            BlockDevice.Uncached medium, long offset, long size, RateLimit limit)
            throws IOException, InterruptedException {
        MessageDigest digest = newSha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long done = 0; done < size; done += chunk.limit()) {
            chunk.clear().limit(Math.toIntExact(Math.min(CHUNK, size - done)));
            limit.take(chunk.limit());
            medium.read(offset + done, chunk);
            digest.update(chunk.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isOf(Slots other, int now) {
        return slots == other && generation == now;
    }

    public SlotName slot() {
        return slot;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Lower-case hex. */
    public String sha256() {
        return sha256;
    }

    /**
     * What the manifest promises (new_partition_info).
     *
     * @param size bytes
     * @param sha256 lower-case hex
     */
    record Expected(long size, String sha256) {
        static Expected of(AppliedPayload applied) {
            return new Expected(applied.partition().size(), applied.partition().sha256().hex());
        }
    }
}
