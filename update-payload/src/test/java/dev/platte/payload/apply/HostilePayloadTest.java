package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePayloadTest {
    private static final long IMAGE = 4 << 20;
    private static final byte[] GOOD = Vectors.bytes("full-kernel-signed.crau");
    private static final int METADATA = 464;
    private static final int SIGNATURES = METADATA + 560_312;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "0, header, 0, 21",
        "3, header, 0, 21",
        "11, header, 4, 21",
        "4, header, 4, 21",
        "12, header, 12, 23",
        "464, data of operation 0, 464, 29",
        "340981, data of operation 0, 464, 29",
        "340982, data of operation 1, 340982, 29",
        "530162, data of operation 2, 530162, 29",
        "530207, data of operation 3, 530207, 29",
        "530252, data of operation 4, 530252, 29",
        "560775, data of operation 4, 530252, 29",
        "561039, signatures, 560776, 18",
        "560900, signatures, 560776, 18"
    })
    void aFlippedBitIsRefusedByPartAndPlace(int at, String part, long offset, int exitCode)
            throws Exception {
        byte[] bytes = GOOD.clone();
        bytes[at] ^= 0x10;
        PayloadException refused = refusal(bytes);
        assertThat(refused.part()).hasToString(part);
        assertThat(refused.offset()).isEqualTo(offset);
        assertThat(refused.exitCode()).isEqualTo(exitCode);
        assertThat(refused).hasMessageContaining(part).hasMessageContaining("byte " + offset);
    }

    @Test
    void everyBitOfTheManifestCounts() throws Exception {
        for (int at = 20; at < METADATA; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bytes = GOOD.clone();
                bytes[at] ^= (byte) (1 << bit);
                PayloadException refused =
                        catchThrowableOfType(
                                PayloadException.class,
                                () ->
                                        PayloadVerifier.verify(
                                                new ByteArrayInputStream(bytes),
                                                Vectors.trust("key-1"),
                                                Expected.ANYTHING));
                assertThat(refused).as("byte %d, bit %d", at, bit).isNotNull();
            }
        }
    }

    static IntStream cuts() {
        return IntStream.of(
                0,
                1,
                3,
                4,
                12,
                19,
                20,
                21,
                300,
                METADATA - 1,
                METADATA,
                METADATA + 1,
                340_982,
                530_252,
                SIGNATURES - 1,
                SIGNATURES,
                SIGNATURES + 1,
                GOOD.length - 1);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aTruncatedFileIsRefused(int length) throws Exception {
        PayloadException refused = refusal(Arrays.copyOf(GOOD, length));
        assertThat(refused.exitCode()).isIn(11, 21);
        assertThat(refused.offset()).isLessThanOrEqualTo(length);
    }

    @Test
    void whatFollowsTheSignaturesIsRefused() throws Exception {
        assertThat(refusal(Arrays.copyOf(GOOD, GOOD.length + 1)).fault()).isEqualTo(Fault.SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Long.MAX_VALUE, -1, Long.MIN_VALUE, 0, 4 * 1024 * 1024 + 1, Integer.MAX_VALUE})
    void aLyingManifestSizeIsRefusedWithoutReadingOn(long size) throws Exception {
        byte[] header = ByteBuffer.allocate(20).put(GOOD, 0, 12).putLong(size).array();
        PayloadException refused = refusal(header);
        assertThat(refused.part()).isEqualTo(new Part.Header());
        assertThat(refused.exitCode()).isEqualTo(23);
    }

    @Test
    void aManifestThatEndsEarlyCostsNoMemory() throws Exception {
        byte[] header = ByteBuffer.allocate(20).put(GOOD, 0, 12).putLong(4 * 1024 * 1024).array();
        assertThat(refusal(header).fault()).isEqualTo(Fault.SIZE);
    }

    @Test
    void aBombStopsAtItsExtents() throws Exception {
        byte[] zeros = new byte[64 << 20];
        ForgedPayload forged = new ForgedPayload().replaceBz(ForgedPayload.bzip2(zeros), 0, 1);
        PayloadException refused = refusal(forged.signed(IMAGE));
        assertThat(refused.exitCode()).isEqualTo(28);
        assertThat(refused).hasMessageContaining("more data than its extents hold");
    }

    @Test
    void bytesAfterTheEndOfABzip2StreamAreRefused() throws Exception {
        byte[] stream = ForgedPayload.bzip2(new byte[5000]);
        byte[] twice = Arrays.copyOf(stream, stream.length + 1);
        PayloadException refused =
                refusal(new ForgedPayload().replaceBz(twice, 0, 2).signed(IMAGE));
        assertThat(refused.exitCode()).isEqualTo(28);
        assertThat(refused).hasMessageContaining("bytes follow the end");
    }

    @Test
    void anExtentOutsideTheImageIsRefusedBeforeAnythingIsWritten() throws Exception {
        for (long start : new long[] {1024, 1L << 40, Long.MAX_VALUE}) {
            PayloadException refused =
                    refusal(new ForgedPayload().replace(new byte[4096], start, 1).signed(IMAGE));
            assertThat(refused.exitCode()).isEqualTo(23);
        }
    }

    @Test
    void extentsWhoseSumOverflowsAreRefused() throws Exception {
        PayloadException refused =
                refusal(
                        new ForgedPayload()
                                .replace(new byte[4096], 0, Long.MAX_VALUE / 4096)
                                .signed(IMAGE));
        assertThat(refused.exitCode()).isEqualTo(23);
    }

    @Test
    void twoOperationsForOneBlockAreRefused() throws Exception {
        byte[] data = new byte[4096];
        PayloadException refused =
                refusal(new ForgedPayload().replace(data, 0, 2).replace(data, 1, 1).signed(IMAGE));
        assertThat(refused).hasMessageContaining("two operations write block 1");
    }

    @Test
    void dataWithoutAHashIsThirtyEight() throws Exception {
        PayloadException refused =
                refusal(new ForgedPayload().withoutHash(new byte[4096], 0, 1).signed(IMAGE));
        assertThat(refused.exitCode()).isEqualTo(38);
    }

    @Test
    void theLastBlockIsFilledWithZerosAndHolesSwallow() throws Exception {
        byte[] payload =
                new ForgedPayload()
                        .replace(new byte[] {1, 2, 3}, 0, 1)
                        .hole(new byte[8192], 2)
                        .signed(8192);
        try (Workbench bench = new Workbench(directory, 8192)) {
            bench.applier(Vectors.trust("key-1"), Expected.ANYTHING, ApplyListener.SILENT)
                    .apply(new ByteArrayInputStream(payload));
            byte[] expected = new byte[8192];
            System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 0, 3);
            assertThat(bench.partition().readAllBytes()).isEqualTo(expected);
            assertThat(bench.isSurroundingUntouched()).isTrue();
        }
    }

    @Test
    void aTypeThatIsNotKnownIsTwentyThree() throws Exception {
        byte[] bytes = GOOD.clone();
        int type = 23;
        assertThat(bytes[type]).as("type of the first operation").isEqualTo((byte) 1);
        bytes[type] = 4;
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> refuseInto(bytes))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(23))
                .withMessageContaining("operation type 4");
    }

    private void refuseInto(byte[] payload) throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            bench.apply(payload, Vectors.trust("key-1"));
        }
    }

    private PayloadException refusal(byte[] payload) throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            PayloadException refused =
                    catchThrowableOfType(
                            PayloadException.class,
                            () -> bench.apply(payload, Vectors.trust("key-1")));
            assertThat(bench.isSurroundingUntouched()).isTrue();
            return Objects.requireNonNull(refused, "accepted");
        }
    }
}
