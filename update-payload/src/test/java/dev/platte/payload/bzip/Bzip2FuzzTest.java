package dev.platte.payload.bzip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever comes as a bzip2 stream is decompressed or refused. */
class Bzip2FuzzTest {
    /** What a bomb may take before the fuzzer goes on. */
    private static final long MOST = 10 << 20;

    private final Bzip2Decoder decoder = new Bzip2Decoder();

    @FuzzTest(maxDuration = "2m")
    void aStreamIsReadOrRefused(byte[] stream) throws IOException {
        try {
            decoder.open(new Bzip2Bits(stream, 0, stream.length, Bzip2Bits.Refill.NONE));
            long total = 0;
            for (int n = decoder.next(); n >= 0 && total < MOST; n = decoder.next()) {
                total += n;
            }
        } catch (Bzip2Exception e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
