package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever happens to a payload on its way: it is refused in words, and nothing outside the target
 * is written.
 */
class MutatedPayloadTest {
    private static final long IMAGE = 4 << 20;
    private static final byte[] GOOD = Vectors.bytes("full-kernel-signed.crau");
    private static final int HEAD = 700;

    @Property(tries = 150)
    void mutatedBytesAreRefused(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int changes,
            @ForAll boolean inHead)
            throws Exception {
        Random random = new Random(seed);
        byte[] bytes = GOOD.clone();
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(inHead ? HEAD : bytes.length)] = (byte) random.nextInt();
        }
        if (!Arrays.equals(bytes, GOOD)) {
            assertRefused(bytes);
        }
    }

    @Property(tries = 60)
    void movedBytesAreRefused(@ForAll long seed, @ForAll boolean inHead) throws Exception {
        Random random = new Random(seed);
        int from = random.nextInt(inHead ? HEAD : GOOD.length);
        int to = random.nextInt(inHead ? HEAD : GOOD.length);
        int length = random.nextInt(Math.min(HEAD, GOOD.length - Math.max(from, to)));
        byte[] bytes = GOOD.clone();
        System.arraycopy(GOOD, from, bytes, to, length);
        if (!Arrays.equals(bytes, GOOD)) {
            assertRefused(bytes);
        }
    }

    private static void assertRefused(byte[] bytes) throws Exception {
        Path place = Files.createTempDirectory("mutated");
        try (Workbench bench = new Workbench(place, IMAGE)) {
            boolean refused = false;
            try {
                bench.apply(bytes, Vectors.trust("key-1"));
            } catch (PayloadException e) {
                refused = true;
            }
            assertThat(refused).isTrue();
            assertThat(bench.isSurroundingUntouched()).isTrue();
        }
        try (var files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(place);
    }
}
