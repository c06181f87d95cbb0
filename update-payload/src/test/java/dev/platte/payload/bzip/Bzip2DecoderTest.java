package dev.platte.payload.bzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Judged by the system's bzip2. */
class Bzip2DecoderTest {
    private static final int CRC_AT = 10;
    private static final int FLAG_AT = 14;

    private final Bzip2Decoder decoder = new Bzip2Decoder();

    static Stream<Arguments> inputs() {
        Random random = new Random(42);
        byte[] noise = new byte[1_000_000];
        random.nextBytes(noise);
        byte[] text =
                "The quick brown fox jumps over the lazy dog. "
                        .repeat(30_000)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] runs = new byte[700_000];
        for (int i = 0; i < runs.length; ) {
            int length = Math.min(runs.length - i, 1 + random.nextInt(600));
            Arrays.fill(runs, i, i + length, (byte) random.nextInt(3));
            i += length;
        }
        byte[] skewed = new byte[900_000];
        for (int i = 0; i < skewed.length; i++) {
            skewed[i] = (byte) Math.min(255, (int) -(Math.log(random.nextDouble()) * 9));
        }
        return Stream.of(
                        new byte[0],
                        new byte[] {7},
                        new byte[] {7, 7, 7, 7},
                        new byte[259],
                        new byte[260],
                        new byte[5_000_000],
                        noise,
                        Arrays.copyOf(noise, 50),
                        text,
                        runs,
                        skewed)
                .flatMap(input -> Stream.of(1, 5, 9).map(level -> Arguments.of(level, input)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void whatBzip2WritesIsReadBack(int level, byte[] input) throws Exception {
        byte[] compressed = bzip2(input, "-" + level);
        assertThat(decode(compressed, compressed.length)).isEqualTo(input);
        assertThat(decode(compressed, 7)).as("input in pieces of 7 bytes").isEqualTo(input);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aStreamIsReadInPiecesOfAnySize(int level, byte[] input) throws Exception {
        byte[] compressed = bzip2(input, "-" + level);
        Random random = new Random(level);
        decoder.open(bits(compressed, compressed.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[100_000];
        while (true) {
            int wanted = 1 + random.nextInt(piece.length - 3);
            int got = decoder.read(piece, 3, wanted);
            out.write(piece, 3, got);
            if (got < wanted) {
                break;
            }
        }
        assertThat(out.toByteArray()).isEqualTo(input);
        assertThat(decoder.read(piece, 0, 1)).as("after the end").isZero();
        assertThat(decoder.next()).as("after the end").isEqualTo(-1);
    }

    @Test
    void everyFlippedBitIsNoticed() throws Exception {
        byte[] good =
                bzip2(
                        "Four equal bytes are followed by a count: aaaaaaaaa bbbb"
                                .getBytes(StandardCharsets.US_ASCII),
                        "-9");
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                byte[] result = decode(bad, bad.length);
                // The level byte, the flag of noise (which begins at byte 619) and the padding.
                assertThat(bit / 8).isIn(3, FLAG_AT, good.length - 1);
                assertThat(result).isEqualTo(decode(good, good.length));
            } catch (Bzip2Exception e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void everyTruncationIsNoticed() throws Exception {
        byte[] good = bzip2("abcdefgh".repeat(500).getBytes(StandardCharsets.US_ASCII), "-9");
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatExceptionOfType(Bzip2Exception.class)
                    .as("cut to %d", length)
                    .isThrownBy(() -> decode(cut, Math.max(1, cut.length)));
        }
    }

    @Test
    void aSecondStreamIsNotRead() throws Exception {
        byte[] one = bzip2(new byte[] {1, 2, 3}, "-9");
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThatExceptionOfType(Bzip2Exception.class)
                .isThrownBy(() -> decode(two, two.length))
                .withMessageContaining("bytes follow");
    }

    /**
     * Sets the flag of an ordinary block: its text becomes another, whose checksums are then put
     * right.
     */
    @Test
    void randomisedBlocksAreReadAsBzip2ReadsThem() throws Exception {
        byte[] text =
                "randomised since the sort was slow "
                        .repeat(400)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] stream = bzip2(text, "-9");
        stream[FLAG_AT] |= (byte) 0x80;
        ByteArrayOutputStream noisy = new ByteArrayOutputStream();
        assertThatExceptionOfType(Bzip2Exception.class)
                .isThrownBy(() -> decode(bits(stream, stream.length), noisy))
                .withMessageContaining("checksum");
        int crc = -1;
        for (byte b : noisy.toByteArray()) {
            crc = Bzip2Crc.update(crc, b & 0xff);
        }
        putChecksums(stream, ~crc);
        byte[] ours = decode(stream, stream.length);
        assertThat(ours).isEqualTo(noisy.toByteArray()).isNotEqualTo(text);
        assertThat(run(stream, "bzip2", "-dc")).isEqualTo(ours);
    }

    /**
     * The block's checksum stands at a byte's start; the stream's, the same for one block, is the
     * last 32 bits before the padding.
     */
    private static void putChecksums(byte[] stream, int crc) {
        int old = 0;
        for (int i = 0; i < 4; i++) {
            old = old << 8 | stream[CRC_AT + i] & 0xff;
        }
        for (int first = stream.length * 8 - 32 - 7; first <= stream.length * 8 - 32; first++) {
            if (bits32(stream, first) == old) {
                putBits32(stream, first, crc);
            }
        }
        putBits32(stream, CRC_AT * 8, crc);
    }

    private static int bits32(byte[] bytes, int first) {
        int value = 0;
        for (int bit = first; bit < first + 32; bit++) {
            value = value << 1 | bytes[bit / 8] >> 7 - bit % 8 & 1;
        }
        return value;
    }

    private static void putBits32(byte[] bytes, int first, int value) {
        for (int i = 0; i < 32; i++) {
            int bit = first + i;
            int mask = 1 << 7 - bit % 8;
            bytes[bit / 8] =
                    (byte)
                            ((value >>> 31 - i & 1) == 1
                                    ? bytes[bit / 8] | mask
                                    : bytes[bit / 8] & ~mask);
        }
    }

    private byte[] decode(byte[] stream, int piece) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        decode(bits(stream, piece), out);
        return out.toByteArray();
    }

    private void decode(Bzip2Bits in, ByteArrayOutputStream out) throws Exception {
        decoder.open(in);
        for (int n = decoder.next(); n >= 0; n = decoder.next()) {
            out.write(decoder.piece(), 0, n);
        }
    }

    private static Bzip2Bits bits(byte[] stream, int piece) {
        int[] at = {0};
        return new Bzip2Bits(
                new byte[Math.max(1, piece)],
                0,
                0,
                buffer -> {
                    int length = Math.min(buffer.length, stream.length - at[0]);
                    System.arraycopy(stream, at[0], buffer, 0, length);
                    at[0] += length;
                    return length == 0 ? -1 : length;
                });
    }

    private static byte[] bzip2(byte[] input, String level) throws Exception {
        return run(input, "bzip2", level, "-c");
    }

    private static byte[] run(byte[] input, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(List.of(command)).start();
        } catch (IOException e) {
            assumeTrue(false, "bzip2 is missing; install the Debian package bzip2");
            throw e;
        }
        Thread feeder =
                Thread.startVirtualThread(
                        () -> {
                            try (OutputStream to = process.getOutputStream()) {
                                to.write(input);
                            } catch (IOException e) {
                                process.destroy();
                            }
                        });
        byte[] result = process.getInputStream().readAllBytes();
        feeder.join();
        assertThat(process.waitFor()).isZero();
        return result;
    }
}
