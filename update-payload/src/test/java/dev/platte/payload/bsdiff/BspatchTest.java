package dev.platte.payload.bsdiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.payload.bzip.Bzip2Decoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches are made by Debian's bsdiff, or by hand where no honest tool would. */
class BspatchTest {
    private static final byte[] NOTHING = {};

    @TempDir Path directory;

    private final Bspatch patcher = new Bspatch(new Bzip2Decoder());

    @Test
    void whatBsdiffMakesIsApplied() throws Exception {
        Random random = new Random(5);
        byte[] old = new byte[300_000];
        random.nextBytes(old);
        byte[] made = new byte[310_000];
        System.arraycopy(old, 1000, made, 0, 100_000);
        System.arraycopy(old, 0, made, 150_000, 160_000);
        for (int i = 0; i < 500; i++) {
            made[random.nextInt(made.length)]++;
        }
        assertThat(patched(Debian.bsdiff(directory, old, made), old, made.length, 77_777))
                .isEqualTo(made);
        byte[] one = {7};
        assertThat(patched(Debian.bsdiff(directory, old, one), old, 1, 10)).isEqualTo(one);
        assertThat(patched(Debian.bsdiff(directory, one, made), one, made.length, 1000))
                .isEqualTo(made);
    }

    @Property(tries = 60)
    void anyWholePatchIsApplied(
            @ForAll long seed,
            @ForAll @IntRange(max = 40_000) int oldSize,
            @ForAll @IntRange(max = 40_000) int newSize,
            @ForAll @IntRange(min = 1, max = 50_000) int piece)
            throws Exception {
        Random random = new Random(seed);
        byte[] old = new byte[oldSize];
        byte[] made = new byte[newSize];
        random.nextBytes(old);
        random.nextBytes(made);
        assertThat(patched(ForgedPatch.random(random, old, made), old, newSize, piece))
                .isEqualTo(made);
    }

    @Test
    void aPatchForAnotherSizeIsRefused() {
        refused(new ForgedPatch().entry(NOTHING, new byte[10], 0).bytes(10), 11, "11 are wanted");
        refused(new ForgedPatch().entry(NOTHING, new byte[10], 0).bytes(-10), 10, "makes -10");
    }

    @Test
    void whatIsNoPatchIsRefused() {
        byte[] good = new ForgedPatch().entry(NOTHING, new byte[10], 0).bytes(10);
        refused(Arrays.copyOf(good, 31), 10, "patch of 31 bytes");
        byte[] other = good.clone();
        other[7] = '1';
        refused(other, 10, "does not begin with BSDIFF40");
        for (int length = 32; length < good.length; length++) {
            refused(Arrays.copyOf(good, length), 10, "");
        }
    }

    @Test
    void streamsThatLieOutsideThePatchAreRefused() {
        byte[] good = new ForgedPatch().entry(NOTHING, new byte[10], 0).bytes(10);
        for (int field : new int[] {8, 16}) {
            for (byte[] value :
                    new byte[][] {
                        {-1, -1, -1, -1, -1, -1, -1, 127},
                        {1, 0, 0, 0, 0, 0, 0, -128},
                        {-1, 0, 0, 0, 0, 0, 0, 0}
                    }) {
                byte[] bad = good.clone();
                System.arraycopy(value, 0, bad, field, 8);
                refused(bad, 10, "a stream of");
            }
        }
    }

    @Test
    void entriesThatLieAreRefused() {
        byte[] ten = new byte[10];
        refused(new ForgedPatch().lie(-1, 11, 0).bring(ten, ten).bytes(10), 10, "-1 and 11");
        refused(new ForgedPatch().lie(11, -1, 0).bring(ten, ten).bytes(10), 10, "11 and -1");
        refused(new ForgedPatch().lie(8, 8, 0).bring(ten, ten).bytes(10), 10, "8 and 8");
        refused(
                new ForgedPatch().lie(Long.MAX_VALUE, Long.MAX_VALUE, 0).bytes(10),
                10,
                "seeks to nowhere");
        refused(new ForgedPatch().lie(10, 0, 0).bytes(10), 10, "differences end early");
        refused(new ForgedPatch().lie(0, 10, 0).bytes(10), 10, "extra bytes end early");
        refused(new ForgedPatch().lie(0, 5, 0).bring(ten, ten).bytes(10), 10, "entries end early");
    }

    @Test
    void seeksOutOfTheOldBytesAreZerosAndSeeksToNowhereAreRefused() throws Exception {
        byte[] old = {1, 2, 3, 4};
        byte[] patch =
                new ForgedPatch()
                        .entry(NOTHING, NOTHING, -2)
                        .entry(new byte[8], NOTHING, Long.MAX_VALUE / 2)
                        .entry(new byte[9], NOTHING, 0)
                        .bytes(17);
        assertThat(patched(patch, old, 17, 3))
                .containsExactly(0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        refused(
                new ForgedPatch()
                        .entry(NOTHING, NOTHING, Long.MAX_VALUE)
                        .entry(NOTHING, NOTHING, Long.MAX_VALUE)
                        .entry(new byte[9], NOTHING, 0)
                        .bytes(9),
                9,
                "seeks to nowhere");
        refused(
                new ForgedPatch()
                        .entry(NOTHING, NOTHING, -Long.MAX_VALUE)
                        .entry(NOTHING, NOTHING, -1)
                        .entry(new byte[9], NOTHING, 0)
                        .bytes(9),
                9,
                "seeks to nowhere");
    }

    @Test
    void entriesWithoutEndAreRefused() {
        ForgedPatch patch = new ForgedPatch();
        for (int i = 0; i < 100; i++) {
            patch.entry(NOTHING, NOTHING, 1);
        }
        refused(patch.entry(new byte[10], NOTHING, 0).bytes(10), 10, "more control entries");
    }

    @Test
    void whatFollowsTheLastByteIsRefused() {
        byte[] ten = new byte[10];
        refused(new ForgedPatch().entry(ten, ten, 0).bytes(10), 10, "10 and 10");
        refused(
                new ForgedPatch().entry(ten, NOTHING, 0).entry(NOTHING, ten, 0).bytes(10),
                10,
                "goes on");
        refused(
                new ForgedPatch().entry(ten, NOTHING, 0).bring(ten, NOTHING).bytes(10),
                10,
                "goes on");
        refused(
                new ForgedPatch().entry(ten, NOTHING, 0).bring(NOTHING, ten).bytes(10),
                10,
                "goes on");
    }

    @Property(tries = 300)
    void aDamagedPatchIsRefusedOrMakesAsManyBytes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int changes) throws Exception {
        Random random = new Random(seed);
        byte[] old = new byte[5000];
        byte[] made = new byte[6000];
        random.nextBytes(old);
        random.nextBytes(made);
        byte[] patch = ForgedPatch.random(random, old, made);
        for (int i = 0; i < changes; i++) {
            patch[random.nextInt(random.nextBoolean() ? 32 : patch.length)] =
                    (byte) random.nextInt();
        }
        try {
            assertThat(patched(patch, old, made.length, 999)).hasSize(made.length);
        } catch (BsdiffException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private void refused(byte[] patch, long newSize, String why) {
        assertThatExceptionOfType(BsdiffException.class)
                .isThrownBy(() -> patched(patch, new byte[20], newSize, 4))
                .withMessageContaining(why);
    }

    private byte[] patched(byte[] patch, byte[] old, long newSize, int piece)
            throws BsdiffException, IOException {
        patcher.open(new MemoryBytes(patch), new MemoryBytes(old), newSize);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = new byte[piece];
        for (int n = piece; n == piece; ) {
            n = patcher.read(bytes, 0, piece);
            out.write(bytes, 0, n);
        }
        return out.toByteArray();
    }
}
