package dev.platte.payload.ext;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whatever comes as an image is refused, or gives places within it. */
class ExtImageFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void anImageIsReadOrRefused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".img");
        try (FileChannel image =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            image.write(ByteBuffer.wrap(bytes));
            for (ExtFile found : ExtImage.files(image, bytes.length)) {
                for (ExtFile.Run run : found.runs()) {
                    assertThat(run.offset()).isNotNegative();
                    assertThat(run.offset() + run.length()).isLessThanOrEqualTo(bytes.length);
                }
            }
        } catch (ExtException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
