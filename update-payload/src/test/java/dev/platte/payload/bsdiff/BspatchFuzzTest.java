package dev.platte.payload.bsdiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.platte.payload.bzip.Bzip2Decoder;
import java.io.IOException;

/** Whatever comes as a patch makes as many bytes as were asked for, or is refused. */
class BspatchFuzzTest {
    private static final int SIZE = 5000;
    private static final MemoryBytes OLD = new MemoryBytes(new byte[4000]);

    private final Bspatch patcher = new Bspatch(new Bzip2Decoder());
    private final byte[] made = new byte[SIZE];

    @FuzzTest(maxDuration = "2m")
    void aPatchIsAppliedOrRefused(byte[] patch) throws IOException {
        try {
            patcher.open(new MemoryBytes(patch), OLD, SIZE);
            assertThat(patcher.read(made, 0, SIZE)).isEqualTo(SIZE);
        } catch (BsdiffException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
