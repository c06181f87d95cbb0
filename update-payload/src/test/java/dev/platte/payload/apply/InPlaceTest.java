package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whatever operations a delta has: the result is what doing them in place gives, and a power cut at
 * any instant, with any part of the unsynced sectors lost, does not change it.
 */
class InPlaceTest {
    private static final Path SPOOL = Path.of(System.getProperty("java.io.tmpdir"));

    @Property(tries = 100)
    void aTameDeltaGivesWhatDoingItInPlaceGives(@ForAll long seed) throws Exception {
        RandomDelta delta = new RandomDelta(seed, false);
        CutDisk disk = new CutDisk(new Random(seed), new byte[delta.made.length], Long.MAX_VALUE);
        applier(delta, disk, ApplyListener.SILENT).apply(new ByteArrayInputStream(delta.payload));
        assertSame(disk, delta);
    }

    @Property(tries = 250)
    void aWildDeltaGivesWhatDoingItInPlaceGives(@ForAll long seed) throws Exception {
        RandomDelta delta = new RandomDelta(seed, true);
        CutDisk disk = new CutDisk(new Random(seed), new byte[delta.made.length], Long.MAX_VALUE);
        applier(delta, disk, ApplyListener.SILENT).apply(new ByteArrayInputStream(delta.payload));
        assertSame(disk, delta);
    }

    @Property(tries = 250)
    void aDeltaIsCompletedAfterAnyNumberOfPowerCuts(@ForAll long seed, @ForAll boolean isWild)
            throws Exception {
        RandomDelta delta = new RandomDelta(seed, isWild);
        Random random = new Random(seed);
        byte[] medium = new byte[delta.made.length];
        Memory memory = new Memory(random);
        for (int run = 0; ; run++) {
            CutDisk disk = new CutDisk(random, medium, 1 + random.nextInt(40 + 20 * run));
            memory.disk = disk;
            if (isCompleted(delta, disk, memory)) {
                assertSame(disk, delta);
                return;
            }
            medium = disk.survivors();
        }
    }

    /** What a client keeps: checkpoints, some of them, each after a sync. */
    private static final class Memory implements ApplyListener {
        private final Random random;
        CutDisk disk = new CutDisk(new Random(), new byte[0], 0);
        @Nullable Checkpoint saved;

        Memory(Random random) {
            this.random = random;
        }

        @Override
        public void narrowed(Optional<Checkpoint> only) throws IOException {
            if (only.isPresent()) {
                disk.sync();
            }
            disk.requirePower();
            saved = only.orElse(null);
        }

        @Override
        public void reached(Checkpoint checkpoint) throws IOException {
            if (random.nextInt(4) == 0) {
                disk.sync();
                disk.requirePower();
                saved = checkpoint;
            }
        }
    }

    private static boolean isCompleted(RandomDelta delta, CutDisk disk, Memory memory)
            throws InterruptedException {
        PayloadApplier applier = applier(delta, disk, memory);
        byte[] payload = delta.payload;
        try {
            if (memory.saved == null) {
                applier.apply(new ByteArrayInputStream(payload));
            } else {
                byte[] metadata = metadata(payload);
                int at = metadata.length + (int) memory.saved.dataOffset();
                applier.resume(
                        memory.saved,
                        metadata,
                        new ByteArrayInputStream(payload, at, payload.length - at));
            }
            return true;
        } catch (IOException | PayloadException e) {
            assertThat(disk.hasPower()).as("%s", e).isFalse();
            return false;
        }
    }

    private static void assertSame(CutDisk disk, RandomDelta delta) {
        assertThat(Arrays.mismatch(disk.contents(), delta.made))
                .as("first difference")
                .isEqualTo(-1);
    }

    private static byte[] metadata(byte[] payload) throws IOException, PayloadException {
        return PayloadMetadata.read(new ByteArrayInputStream(payload)).bytes();
    }

    private static PayloadApplier applier(RandomDelta delta, CutDisk disk, ApplyListener listener) {
        return new PayloadApplier(
                new ApplyRequest(
                        Vectors.trust("key-1"),
                        Expected.ANYTHING,
                        Destination.of(disk, new MemorySource(delta.old)),
                        Optional.empty(),
                        new ApplyRequest.Resources(2, SPOOL),
                        listener));
    }
}
