package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.bsdiff.ForgedPatch;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deltas that no honest tool makes, truly signed. */
class HostileDeltaTest {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 8;
    private static final byte[] OLD = new byte[BLOCKS * BLOCK];

    static {
        new Random(3).nextBytes(OLD);
    }

    @TempDir Path directory;

    @Test
    void aMoveIntoAnotherNumberOfBlocksIsRefused() throws Exception {
        assertRefused(forged().move(at(0, 2), at(0, 3)), 23, "operation 0 is a MOVE");
    }

    @Test
    void whatIsReadLiesInAnImage() throws Exception {
        assertRefused(forged().move(at(7, 2), at(0, 2)), 23, "reads bytes 28672 to 36864");
        assertRefused(forged().move(at(1L << 40, 1), at(0, 1)), 23, "operation 0 reads");
        assertRefused(forged().move(at(Long.MAX_VALUE, 1), at(0, 1)), 23, "overflow");
        assertRefused(forged().move(at(1, Long.MAX_VALUE / BLOCK), at(0, 1)), 23, "operation 0");
    }

    @Test
    void whatIsReadWasThereOrWritten() throws Exception {
        // The new image is larger than the old one: a block between the ends is nobody's.
        byte[] payload = forged().move(at(9, 1), at(0, 1)).signed((BLOCKS + 4L) * BLOCK);
        PayloadException refused = refusal(payload, BLOCKS + 4);
        assertThat(refused.exitCode()).isEqualTo(23);
        assertThat(refused).hasMessageContaining("the old image has 8");
    }

    @Test
    void aPatchFitsItsExtents() throws Exception {
        byte[] patch = new ForgedPatch().entry(new byte[0], new byte[10], 0).bytes(10);
        for (long[] lengths : new long[][] {{BLOCK + 1, 10}, {1, BLOCK + 1}, {1, 0}}) {
            assertRefused(
                    forged().bsdiff(patch, at(0, 1), lengths[0], at(1, 1), lengths[1]),
                    23,
                    "a BSDIFF from");
        }
        assertRefused(forged().bsdiff(patch, at(0, 1), 1, at(1, 2), 11), 23, "a BSDIFF from");
        assertRefused(forged().bsdiff(patch, at(0, 1), 1, at(1, 1), 11), 28, "11 are wanted");
        assertRefused(forged().bsdiff(new byte[40], at(0, 1), 1, at(1, 1), 11), 28, "BSDIFF40");
    }

    @Test
    void aPatchOfASmallFileFromAHugeHoleIsCheap() throws Exception {
        byte[] patch = new ForgedPatch().entry(new byte[10], new byte[0], 0).bytes(10);
        byte[] payload =
                forged().bsdiff(patch, at(Extent.HOLE, 1 << 10), 1 << 22, at(1, 1), 10)
                        .signed(OLD.length);
        try (Workbench bench = new Workbench(directory, OLD.length).from(OLD)) {
            bench.apply(payload, Vectors.trust("key-1"));
            assertThat(bench.partition().readAllBytes()).startsWith(OLD[0], OLD[1]);
        }
        assertRefused(
                forged().bsdiff(patch, at(Extent.HOLE, 1L << 32), 1, at(1, 1), 10), 23, "are read");
    }

    @Test
    void readingTheImageOverAndOverIsRefused() throws Exception {
        ForgedPayload forged = forged();
        // 64 MiB count as small whatever the image is.
        for (int i = 0; i < 16 * (64 << 20) / OLD.length + 1; i++) {
            forged.move(at(0, BLOCKS), at(Extent.HOLE, BLOCKS));
        }
        assertRefused(forged, 23, "are read");
    }

    @Test
    void anOldImageNobodyCouldHaveIsRefused() throws Exception {
        byte[] payload = forged().move(at(0, 1), at(1, 1)).signed(1L << 43);
        PayloadException refused =
                catchThrowableOfType(
                        PayloadException.class,
                        () -> {
                            try (Workbench bench = new Workbench(directory, 1L << 43).from(OLD)) {
                                bench.apply(payload, Vectors.trust("key-1"));
                            }
                        });
        assertThat(refused).hasMessageContaining("a delta may have");
    }

    @Test
    void aFileThatIsNotAllOfItsExtentsLeavesTheRestAsItWas() throws Exception {
        byte[] payload = forged().replace(new byte[] {1, 2, 3}, 2, 3).signed(OLD.length);
        byte[] expected = OLD.clone();
        System.arraycopy(new byte[BLOCK], 0, expected, 2 * BLOCK, BLOCK);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 2 * BLOCK, 3);
        try (Workbench bench = new Workbench(directory, OLD.length).from(OLD)) {
            bench.apply(payload, Vectors.trust("key-1"));
            assertThat(bench.partitionHash(OLD.length)).isEqualTo(Sha256.of(expected));
        }
    }

    private static ForgedPayload forged() {
        return new ForgedPayload().from(OLD);
    }

    private static List<Extent> at(long start, long blocks) {
        return List.of(new Extent(start, blocks));
    }

    private void assertRefused(ForgedPayload forged, int exitCode, String why) throws Exception {
        PayloadException refused = refusal(forged.signed(OLD.length), BLOCKS);
        assertThat(refused).hasMessageContaining(why);
        assertThat(refused.exitCode()).isEqualTo(exitCode);
    }

    private PayloadException refusal(byte[] payload, int blocks) throws Exception {
        try (Workbench bench = new Workbench(directory, (long) blocks * BLOCK).from(OLD)) {
            PayloadException refused =
                    catchThrowableOfType(
                            PayloadException.class,
                            () -> bench.apply(payload, Vectors.trust("key-1")));
            assertThat(bench.isSurroundingUntouched()).isTrue();
            return Objects.requireNonNull(refused, "accepted");
        }
    }
}
