package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.format.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What we create stays within the rules of the real tool, and we apply it ourselves. */
class DeltaRulesTest {
    private static final Signing KEY_1 = new Signing.Now(List.of(Vectors.privateKey("key-1")));

    @Property(tries = 40)
    void anyTwoImagesChangeIntoEachOtherByTheRules(@ForAll long seed) throws Exception {
        ShuffledImages images = new ShuffledImages(seed, 300);
        Path directory = Files.createTempDirectory("rules");
        try (Bench bench = new Bench(directory)) {
            byte[] oldKernel = kernel(seed);
            byte[] madeKernel = edited(new Random(seed), oldKernel);
            DeltaResult result = bench.create(images.old, images.made, oldKernel, madeKernel);
            byte[] payload = bench.payload();
            if (result.whyFull().isEmpty()) {
                ReferenceApplier reference = new ReferenceApplier(payload);
                assertSame(reference.partition(images.old), images.made);
                assertSame(reference.kernel(oldKernel), madeKernel);
                reference.requireEnd();
            }
            AppliedPayload applied = bench.apply();
            assertSame(bench.image(), images.made);
            assertSame(bench.kernel(), madeKernel);
            assertThat(applied.partition().size()).isEqualTo(images.made.length);
        }
    }

    private static byte[] kernel(long seed) {
        Random random = new Random(seed);
        byte[] kernel = new byte[1 + random.nextInt(30_000)];
        random.nextBytes(kernel);
        return kernel;
    }

    private static byte[] edited(Random random, byte[] old) {
        int cut = random.nextInt(old.length);
        int add = random.nextInt(6000);
        byte[] made = new byte[old.length + add];
        System.arraycopy(old, 0, made, 0, cut);
        System.arraycopy(old, cut, made, cut + add, old.length - cut);
        return random.nextInt(4) == 0 ? old : made;
    }

    private static void assertSame(byte[] is, byte[] wanted) {
        assertThat(Arrays.mismatch(is, wanted)).as("first difference").isEqualTo(-1);
    }
}
