package dev.platte.payload.bsdiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.bzip.Bzip2Decoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches are judged by Debian's bspatch, and their size by its bsdiff. */
class BsdiffTest {
    @TempDir Path directory;

    @Test
    void bspatchAppliesOurPatchesAndBsdiffMakesNoSmallerOnes() throws Exception {
        byte[] old = program(new Random(1), 600_000);
        byte[] made = edited(new Random(2), old);
        byte[] ours = patch(old, made).orElseThrow();
        byte[] theirs = Debian.bsdiff(directory, old, made);
        assertThat(Debian.bspatch(directory, old, ours)).isEqualTo(made);
        assertThat(ours.length).isLessThan(theirs.length * 105 / 100);
        assertThat(ours.length).isLessThan(made.length / 10);
    }

    @Property(tries = 120)
    void whatWeMakeWeApply(
            @ForAll long seed,
            @ForAll @IntRange(max = 30_000) int oldSize,
            @ForAll @IntRange(max = 30_000) int newSize,
            @ForAll @IntRange(min = 1, max = 40) int letters)
            throws Exception {
        Random random = new Random(seed);
        byte[] old = text(random, oldSize, letters);
        byte[] made = text(random, newSize, letters);
        for (int copies = random.nextInt(20); copies > 0; copies--) {
            int length = random.nextInt(Math.min(oldSize, newSize) + 1);
            System.arraycopy(
                    old,
                    random.nextInt(oldSize - length + 1),
                    made,
                    random.nextInt(newSize - length + 1),
                    length);
        }
        Optional<byte[]> patch = patch(old, made);
        assertThat(patch).isPresent();
        assertThat(applied(patch.get(), old, newSize)).isEqualTo(made);
        assertThat(patch(old, made)).hasValue(patch.get());
    }

    @Test
    void piecesAreInOrderAndApart() {
        byte[] old = program(new Random(1), 200_000);
        byte[] made = edited(new Random(5), old);
        int end = 0;
        for (Piece piece :
                Bsdiff.pieces(new SortedBytes(old, old.length), made, made.length).orElseThrow()) {
            assertThat(piece.made()).isGreaterThanOrEqualTo(end);
            assertThat(piece.length()).isPositive();
            assertThat(piece.old()).isBetween(0, old.length - piece.length());
            end = piece.made() + piece.length();
        }
        assertThat(end).isLessThanOrEqualTo(made.length);
    }

    @Test
    void textsThatRepeatThemselvesTakeNoHours() throws Exception {
        Random random = new Random(8);
        byte[] old = new byte[1_000_000];
        byte[] made = new byte[1_000_000];
        for (int i = 0; i < old.length; i++) {
            old[i] = (byte) (i % 7);
            made[i] = (byte) (i % 7 + (random.nextInt(5000) == 0 ? 1 : 0));
        }
        for (List<byte[]> pair : List.of(List.of(old, made), List.of(new byte[1_000_000], made))) {
            Optional<byte[]> patch = patch(pair.getFirst(), pair.getLast());
            if (patch.isPresent()) {
                assertThat(applied(patch.get(), pair.getFirst(), made.length)).isEqualTo(made);
            }
        }
    }

    private static Optional<byte[]> patch(byte[] old, byte[] made) {
        return Bsdiff.pieces(new SortedBytes(old, old.length), made, made.length)
                .map(pieces -> Bsdiff.patch(pieces, old, made, made.length, i -> i));
    }

    private static byte[] applied(byte[] patch, byte[] old, int size) throws Exception {
        Bspatch patcher = new Bspatch(new Bzip2Decoder());
        patcher.open(new MemoryBytes(patch), new MemoryBytes(old), size);
        byte[] made = new byte[size];
        assertThat(patcher.read(made, 0, size)).isEqualTo(size);
        return made;
    }

    private static byte[] text(Random random, int length, int letters) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) random.nextInt(letters);
        }
        return text;
    }

    /** Short pieces of few kinds with addresses between them. */
    private static byte[] program(Random random, int length) {
        byte[][] words = new byte[500][];
        for (int i = 0; i < words.length; i++) {
            words[i] = text(random, 3 + random.nextInt(20), 256);
        }
        byte[] program = new byte[length];
        for (int at = 0; at < length; ) {
            byte[] word = words[random.nextInt(words.length)];
            int part = Math.min(word.length, length - at);
            System.arraycopy(word, 0, program, at, part);
            at += part;
            if (at + 4 <= length) {
                int address = random.nextInt(1 << 20);
                program[at++] = (byte) address;
                program[at++] = (byte) (address >> 8);
                program[at++] = (byte) (address >> 16);
                program[at++] = 0;
            }
        }
        return program;
    }

    /** Something inserted near the start, something changed, and what is behind it shifted. */
    private static byte[] edited(Random random, byte[] old) {
        byte[] inserted = text(random, 700, 256);
        int at = old.length / 10;
        byte[] made = Arrays.copyOf(old, old.length + inserted.length);
        System.arraycopy(inserted, 0, made, at, inserted.length);
        System.arraycopy(old, at, made, at + inserted.length, old.length - at);
        for (int i = 0; i < 300; i++) {
            made[random.nextInt(made.length)] += (byte) (1 + random.nextInt(9));
        }
        return made;
    }
}
