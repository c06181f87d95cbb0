package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.payload.ext.Mke2fs;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaCreatorTest {
    private static final byte[] NONE = {};

    @TempDir Path directory;
    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(Files.createDirectory(directory.resolve("bench")));
    }

    @AfterEach
    void end() throws IOException {
        bench.close();
    }

    @Test
    void theVectorsImagesChangeIntoEachOther() throws Exception {
        byte[] kernel = Vectors.bytes("kernel-1.bin");
        byte[] madeKernel = Vectors.bytes("kernel-2.bin");
        DeltaResult result = bench.create(Vectors.oldImage(), Vectors.image(), kernel, madeKernel);
        assertThat(result.changes().orElseThrow().byFile()).isTrue();
        byte[] payload = bench.payload();
        assertThat(payload.length)
                .as("what delta_generator makes of the same")
                .isLessThan(Vectors.bytes("delta-kernel-signed.crau").length);
        ReferenceApplier reference = new ReferenceApplier(payload);
        assertThat(reference.partition(Vectors.oldImage())).isEqualTo(Vectors.image());
        assertThat(reference.kernel(kernel)).isEqualTo(madeKernel);
        reference.requireEnd();
        bench.apply();
        assertThat(bench.image()).isEqualTo(Vectors.image());
        assertThat(bench.kernel()).isEqualTo(madeKernel);
    }

    @Test
    void andBack() throws Exception {
        bench.create(Vectors.image(), Vectors.oldImage(), NONE, NONE);
        ReferenceApplier reference = new ReferenceApplier(bench.payload());
        assertThat(reference.partition(Vectors.image())).isEqualTo(Vectors.oldImage());
        reference.requireEnd();
    }

    @Test
    void theReferenceAcceptsTheRealToolsOwn() throws Exception {
        // So that its demands are those of the tool, and not ours.
        ReferenceApplier reference =
                new ReferenceApplier(Vectors.bytes("delta-kernel-signed.crau"));
        assertThat(reference.partition(Vectors.oldImage())).isEqualTo(Vectors.image());
        assertThat(reference.kernel(Vectors.bytes("kernel-1.bin")))
                .isEqualTo(Vectors.bytes("kernel-2.bin"));
        reference.requireEnd();
    }

    @Test
    void theSameImagesGiveTheSameBytesWhateverTheThreads() throws Exception {
        Path old = Files.write(directory.resolve("a"), Vectors.oldImage());
        Path made = Files.write(directory.resolve("b"), Vectors.image());
        bench.create(old, made, Optional.empty(), Optional.empty(), 1);
        byte[] first = bench.payload();
        bench.create(old, made, Optional.empty(), Optional.empty(), 5);
        assertThat(bench.payload()).isEqualTo(first);
    }

    @Test
    void anUnchangedImageTakesNothing() throws Exception {
        DeltaResult result =
                bench.create(
                        Vectors.image(),
                        Vectors.image(),
                        Vectors.bytes("kernel-2.bin"),
                        Vectors.bytes("kernel-2.bin"));
        assertThat(result.payload().metadata().manifest().operations()).isEmpty();
        assertThat(bench.payload().length).isLessThan(700);
        bench.apply();
        assertThat(bench.image()).isEqualTo(Vectors.image());
        assertThat(bench.kernel()).isEqualTo(Vectors.bytes("kernel-2.bin"));
    }

    @Test
    void aDeltaThatIsNotSmallerGivesWayToTheFullPayload() throws Exception {
        byte[] old = new byte[64 * 4096];
        byte[] made = new byte[64 * 4096];
        new Random(1).nextBytes(old);
        new Random(2).nextBytes(made);
        DeltaResult result = bench.create(old, made, NONE, NONE);
        assertThat(result.whyFull()).contains("not less than the full payload");
        assertThat(result.payload().metadata().manifest().isDelta()).isFalse();
        bench.apply();
        assertThat(bench.image()).isEqualTo(made);
    }

    @Test
    void imagesMayGrowAndShrink() throws Exception {
        byte[] large = Vectors.image();
        byte[] small = Arrays.copyOf(Vectors.oldImage(), 3 << 20);
        for (List<byte[]> pair : List.of(List.of(small, large), List.of(large, small))) {
            DeltaResult result = bench.create(pair.getFirst(), pair.getLast(), NONE, NONE);
            assertThat(result.whyFull()).isEmpty();
            bench.apply();
            assertThat(bench.image()).isEqualTo(pair.getLast());
        }
    }

    @Test
    void aKernelWithoutAnOldOneComesWhole() throws Exception {
        byte[] kernel = Vectors.bytes("kernel-2.bin");
        DeltaResult result = bench.create(Vectors.oldImage(), Vectors.image(), NONE, kernel);
        Manifest.Procedure procedure =
                result.payload().metadata().manifest().kernel().orElseThrow();
        assertThat(procedure.oldInfo()).isEmpty();
        assertThat(procedure.operations())
                .allMatch(operation -> operation instanceof Operation.ReplaceBz);
        bench.apply();
        assertThat(bench.kernel()).isEqualTo(kernel);
    }

    @Test
    void filesThatMoveAreMovedAndFilesThatChangeArePatched() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Random random = new Random(11);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[20_000 + random.nextInt(200_000)];
            random.nextBytes(bytes);
            Files.write(tree.resolve("file-%02d".formatted(i)), bytes);
        }
        Path old =
                Mke2fs.image(tree, directory.resolve("a"), "ext4", 4096, "16M", "-O^has_journal");
        Files.write(tree.resolve("added"), new byte[30_000]);
        Files.move(tree.resolve("file-03"), tree.resolve("renamed"));
        Files.delete(tree.resolve("file-07"));
        byte[] edited = Files.readAllBytes(tree.resolve("file-20"));
        byte[] longer = Arrays.copyOf(edited, edited.length + 13);
        System.arraycopy(edited, 5000, longer, 5013, edited.length - 5000);
        Files.write(tree.resolve("file-20-with-another-name"), longer);
        Files.delete(tree.resolve("file-20"));
        Path made =
                Mke2fs.image(tree, directory.resolve("b"), "ext4", 4096, "16M", "-O^has_journal");

        bench.create(old, made, Optional.empty(), Optional.empty(), 2);

        byte[] payload = bench.payload();
        assertThat(payload.length).as("of 16 MiB of noise").isLessThan(20_000);
        ReferenceApplier reference = new ReferenceApplier(payload);
        assertThat(reference.partition(Files.readAllBytes(old)))
                .isEqualTo(Files.readAllBytes(made));
        reference.requireEnd();
    }

    /** Two halves that change places: neither can be moved first. */
    @Test
    void aCircleIsBrokenByACopyInEmptyBlocks() throws Exception {
        byte[] old = swappable(100);
        byte[] made = swapped(old);
        DeltaResult result = bench.create(old, made, NONE, NONE);
        assertThat(result.changes().orElseThrow().copies()).isEqualTo(1);
        assertThat(result.payload().size()).as("hardly any data").isLessThan(1000);
        assertRules(old, made);
    }

    @Test
    void whereNothingIsEmptyAPartIsSentWhole() throws Exception {
        byte[] old = swappable(0);
        byte[] made = swapped(old);
        DeltaResult result = bench.create(old, made, NONE, NONE);
        assertThat(result.changes().orElseThrow().copies()).isZero();
        assertThat(result.payload().size()).isBetween(100 * 4096L, 110 * 4096L);
        assertRules(old, made);
    }

    private void assertRules(byte[] old, byte[] made) throws Exception {
        ReferenceApplier reference = new ReferenceApplier(bench.payload());
        assertThat(Arrays.mismatch(reference.partition(old), made)).isEqualTo(-1);
        reference.requireEnd();
        bench.apply();
        assertThat(Arrays.mismatch(bench.image(), made)).isEqualTo(-1);
    }

    private static byte[] swappable(int emptyBlocks) {
        byte[] noise = new byte[200 * 4096];
        new Random(3).nextBytes(noise);
        return Arrays.copyOf(noise, noise.length + emptyBlocks * 4096);
    }

    private static byte[] swapped(byte[] old) {
        byte[] made = old.clone();
        System.arraycopy(old, 0, made, 100 * 4096, 100 * 4096);
        System.arraycopy(old, 100 * 4096, made, 0, 100 * 4096);
        return made;
    }

    @Test
    void whatIsNoImageIsRefused() {
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(() -> bench.create(new byte[4097], new byte[8192], NONE, NONE))
                .withMessageContaining("multiple of 4096");
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(() -> bench.create(new byte[4096], new byte[8192], new byte[3], NONE))
                .withMessageContaining("old kernel");
    }
}
