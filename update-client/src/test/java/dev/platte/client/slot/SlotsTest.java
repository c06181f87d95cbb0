package dev.platte.client.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.TestInbox;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.GptException;
import dev.platte.client.gpt.MemoryDevice;
import dev.platte.client.gpt.RawGpt;
import dev.platte.client.rate.RateLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final long CONFIRMED = 1L << 56 | 1L << 48;
    private static final byte[] IMAGE =
            "an image of /usr".repeat(100).getBytes(StandardCharsets.UTF_8);

    private static RawGpt disk(long a, long b) {
        return RawGpt.usual()
                .with(3, SlotName.TYPE, SlotName.A.id(), 100, 199, a, "USR-A")
                .with(4, SlotName.TYPE, SlotName.B.id(), 200, 299, b, "USR-B");
    }

    private static VerifiedImage.Expected expected(byte[] image) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(image);
            return new VerifiedImage.Expected(image.length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReadBack readBack(Slots slots, VerifiedImage.Expected expected)
            throws IOException {
        try {
            return VerifiedImage.readBack(slots, expected, RateLimit.of(0, new TestInbox()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody told it to end", e);
        }
    }

    private static VerifiedImage installed(Slots slots) throws IOException {
        SlotWriter writer = slots.openTarget(IMAGE.length);
        writer.write(0, ByteBuffer.wrap(IMAGE));
        return ((ReadBack.Matches) readBack(slots, expected(IMAGE))).image();
    }

    private static void refused(SlotException.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SlotException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static BootFlags flags(Slots slots, SlotName name) throws IOException {
        return slots.all().get(name.ordinal()).flags();
    }

    @Test
    void updateGoesFromUnbootableToOneTryToConfirmed() throws IOException {
        MemoryDevice device = disk(CONFIRMED, CONFIRMED).device();
        try (Slots slots = Slots.on(device, SlotName.A)) {
            SlotWriter writer = slots.openTarget(IMAGE.length);
            assertThat(flags(slots, SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
            writer.write(0, ByteBuffer.wrap(IMAGE));
            ReadBack readBack = readBack(slots, expected(IMAGE));
            assertThat(flags(slots, SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
            slots.flip(((ReadBack.Matches) readBack).image());
            assertThat(flags(slots, SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
            assertThat(flags(slots, SlotName.A)).isEqualTo(new BootFlags(1, 0, true));
        }
        try (Slots slots = Slots.on(device, SlotName.B)) {
            slots.confirm();
            assertThat(flags(slots, SlotName.B)).isEqualTo(new BootFlags(2, 0, true));
            assertThat(flags(slots, SlotName.A)).isEqualTo(new BootFlags(1, 0, true));
        }
    }

    @Test
    void writerReachesTheTargetSlotAndNothingElse() throws IOException {
        MemoryDevice device = disk(CONFIRMED, 0).device();
        byte[] before = device.bytes();
        try (Slots slots = Slots.on(device, SlotName.A)) {
            SlotWriter writer = slots.openTarget(51200);
            assertThat(writer.size()).isEqualTo(51200);
            writer.write(0, ByteBuffer.wrap(new byte[] {1}));
            writer.write(51199, ByteBuffer.wrap(new byte[] {2}));
            for (long offset : new long[] {-1, 51200, 51199, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> writer.write(offset, ByteBuffer.allocate(2)))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            before[200 * 512] = 1;
            before[300 * 512 - 1] = 2;
            assertThat(Arrays.copyOfRange(device.bytes(), 34 * 512, 2000 * 512))
                    .isEqualTo(Arrays.copyOfRange(before, 34 * 512, 2000 * 512));
        }
    }

    @Test
    void contentThatDiffersGivesNoProof() throws IOException {
        try (Slots slots = Slots.on(disk(CONFIRMED, 0).device(), SlotName.A)) {
            slots.openTarget(IMAGE.length).write(1, ByteBuffer.wrap(IMAGE));
            assertThat(readBack(slots, expected(IMAGE)))
                    .isInstanceOfSatisfying(
                            ReadBack.Differs.class,
                            d -> {
                                assertThat(d.expected()).isEqualTo(expected(IMAGE).sha256());
                                assertThat(d.actual()).hasSize(64).isNotEqualTo(d.expected());
                            });
            assertThat(flags(slots, SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
        }
    }

    @Test
    void proofEndsWithTheNextWriterAndTheWriterWithTheProof() throws IOException {
        MemoryDevice device = disk(CONFIRMED, 0).device();
        try (Slots slots = Slots.on(device, SlotName.A)) {
            SlotWriter first = slots.openTarget(IMAGE.length);
            first.write(0, ByteBuffer.wrap(IMAGE));
            VerifiedImage image = ((ReadBack.Matches) readBack(slots, expected(IMAGE))).image();
            assertThatThrownBy(() -> first.write(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalStateException.class);
            slots.openTarget(IMAGE.length);
            refused(SlotException.Reason.STALE_PROOF, () -> slots.flip(image));
        }
    }

    @Test
    void proofOfAnotherDiskIsRefused() throws IOException {
        try (Slots one = Slots.on(disk(CONFIRMED, 0).device(), SlotName.A);
                Slots other = Slots.on(disk(CONFIRMED, 0).device(), SlotName.A)) {
            VerifiedImage image = installed(one);
            refused(SlotException.Reason.STALE_PROOF, () -> other.flip(image));
        }
    }

    @Test
    void imageLargerThanTheSlotIsRefusedWithBothSizesAndNothingWritten() throws IOException {
        MemoryDevice device = disk(CONFIRMED, CONFIRMED).device();
        try (Slots slots = Slots.on(device, SlotName.A)) {
            assertThatThrownBy(() -> slots.openTarget(51201))
                    .hasMessage("USR-B (partition 4) has 51200 bytes, the image 51201")
                    .isInstanceOfSatisfying(
                            SlotException.class,
                            e -> assertThat(e.reason()).isEqualTo(SlotException.Reason.TOO_SMALL));
            assertThat(device.writes()).isZero();
        }
    }

    @Test
    void unconfirmedRunningSlotGivesUpNothing() throws IOException {
        MemoryDevice device = disk(CONFIRMED, 2L << 48).device();
        try (Slots slots = Slots.on(device, SlotName.B)) {
            refused(SlotException.Reason.NOT_CONFIRMED, () -> slots.openTarget(1));
            assertThat(device.writes()).isZero();
            slots.confirm();
            slots.openTarget(1);
            assertThat(flags(slots, SlotName.A)).isEqualTo(BootFlags.UNBOOTABLE);
        }
    }

    @Test
    void badSlotIsTakenFromTheBootloaderOnlyIfTheOtherBoots() throws IOException {
        try (Slots slots = Slots.on(disk(CONFIRMED, 2L << 48).device(), SlotName.B)) {
            slots.markBad();
            assertThat(flags(slots, SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
            assertThat(flags(slots, SlotName.A)).isEqualTo(new BootFlags(1, 0, true));
        }
        MemoryDevice device = disk(1L << 48, 2L << 48).device();
        try (Slots slots = Slots.on(device, SlotName.B)) {
            refused(SlotException.Reason.OTHER_NOT_BOOTABLE, slots::markBad);
            assertThat(device.writes()).isZero();
        }
    }

    @Test
    void operatorRollsBackToAConfirmedSlotOnly() throws IOException {
        try (Slots slots = Slots.on(disk(CONFIRMED, 1L << 56 | 2L << 48).device(), SlotName.B)) {
            slots.rollBack();
            assertThat(flags(slots, SlotName.A)).isEqualTo(new BootFlags(2, 0, true));
            assertThat(flags(slots, SlotName.B)).isEqualTo(new BootFlags(1, 0, true));
        }
        MemoryDevice device = disk(1L << 56, 1L << 56 | 2L << 48).device();
        try (Slots slots = Slots.on(device, SlotName.B)) {
            refused(SlotException.Reason.OTHER_NOT_BOOTABLE, slots::rollBack);
            assertThat(device.writes()).isZero();
        }
    }

    @Test
    void disksWithoutTwoSlotsAreRefused() {
        RawGpt one =
                RawGpt.usual()
                        .with(3, SlotName.TYPE, SlotName.A.id(), 100, 199, CONFIRMED, "USR-A");
        refused(SlotException.Reason.SLOT_MISSING, () -> Slots.on(one.device(), SlotName.A));
        RawGpt wrong = one.with(4, new UUID(1, 2), SlotName.B.id(), 200, 299, 0, "USR-B");
        refused(SlotException.Reason.WRONG_TYPE, () -> Slots.on(wrong.device(), SlotName.A));
        assertThatThrownBy(() -> Slots.on(new MemoryDevice(new byte[1 << 20], 512), SlotName.A))
                .isInstanceOf(GptException.class)
                .hasMessageContaining("no GPT");
    }

    @Test
    void damagedCopyIsRepairedBeforeTheFlagsChange() throws IOException {
        RawGpt gpt = disk(CONFIRMED, 0);
        gpt.raw().put(1024 + 5, (byte) 77);
        MemoryDevice device = gpt.device();
        try (Slots slots = Slots.on(device, SlotName.A)) {
            slots.flip(installed(slots));
            assertThat(slots.repair()).isFalse();
            assertThat(flags(slots, SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
        }
    }
}
