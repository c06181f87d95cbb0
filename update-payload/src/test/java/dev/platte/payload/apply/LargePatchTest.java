package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.bsdiff.ForgedPatch;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stream of a patch ends where the next one begins, in memory and put by in a file. */
class LargePatchTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void aPatchIsReadFromMemoryAndFromAFile(int blocks) throws Exception {
        Random random = new Random(blocks);
        byte[] old = new byte[blocks * 4096];
        random.nextBytes(old);
        byte[] made = new byte[old.length];
        random.nextBytes(made);
        byte[] patch = ForgedPatch.random(random, old, made);
        assertThat(patch.length > StagedBlob.IN_MEMORY).isEqualTo(blocks == 1000);
        List<Extent> all = List.of(new Extent(0, blocks));
        byte[] payload =
                new ForgedPayload()
                        .from(old)
                        .bsdiff(patch, all, old.length, all, made.length)
                        .signed(made.length);
        try (Workbench bench = new Workbench(directory, made.length).from(old)) {
            bench.apply(payload, Vectors.trust("key-1"));
            assertThat(bench.partitionHash(made.length)).isEqualTo(Sha256.of(made));
        }
    }
}
