package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deltas that update_engine's delta_generator made from image 1 to image 2. */
class DeltaVectorsTest {
    private static final int IMAGE = 4 << 20;
    private static final byte[] OLD = Vectors.oldImage();
    private static final byte[] OLD_KERNEL = Vectors.bytes("kernel-1.bin");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"delta-signed.crau", "delta-kernel-signed.crau"})
    void deltasOfTheRealToolApplyBitForBit(String payload) throws Exception {
        byte[] bytes = Vectors.bytes(payload);
        try (Workbench bench = new Workbench(directory, IMAGE).from(OLD, OLD_KERNEL)) {
            AppliedPayload applied =
                    bench.apply(
                            bytes,
                            Vectors.trust("key-1"),
                            Expected.of(bytes.length, Vectors.sum(payload)));
            assertThat(bench.partitionHash(IMAGE)).isEqualTo(Vectors.sum("usr-2.img"));
            assertThat(bench.isSurroundingUntouched()).isTrue();
            ReadBack.partition(bench.partition(), applied.partition());
            if (applied.kernel().isPresent()) {
                assertThat(bench.kernelHash()).isEqualTo(Vectors.sum("kernel-2.bin"));
            }
        }
    }

    @Test
    void thePartitionMayBeLargerThanTheImages() throws Exception {
        byte[] larger = Arrays.copyOf(OLD, IMAGE + 12345);
        Arrays.fill(larger, IMAGE, larger.length, (byte) 7);
        try (Workbench bench = new Workbench(directory, IMAGE + 8192).from(larger, OLD_KERNEL)) {
            bench.apply(Vectors.bytes("delta-signed.crau"), Vectors.trust("key-1"));
            assertThat(bench.partitionHash(IMAGE)).isEqualTo(Vectors.sum("usr-2.img"));
            assertThat(bench.isSurroundingUntouched()).isTrue();
        }
    }

    @Test
    void anOldImageThatIsAnotherOneIsTwentyBeforeAnyOperation() throws Exception {
        byte[] other = OLD.clone();
        other[IMAGE - 1] ^= 1;
        PayloadException refused = refusal("delta-signed.crau", other, OLD_KERNEL);
        assertThat(refused.fault()).isEqualTo(Fault.SOURCE);
        assertThat(refused.exitCode()).isEqualTo(20);
        assertThat(refused)
                .hasMessageContaining("old partition")
                .hasMessageContaining(Sha256.of(other).hex())
                .hasMessageContaining(Sha256.of(OLD).hex());
    }

    @Test
    void anOldImageThatIsTooShortIsTwenty() throws Exception {
        byte[] shorter = Arrays.copyOf(OLD, IMAGE - 4096);
        PayloadException refused = refusal("delta-signed.crau", shorter, OLD_KERNEL);
        assertThat(refused.exitCode()).isEqualTo(20);
        assertThat(refused).hasMessageContaining("starts from an image of 4194304");
    }

    @Test
    void anOldKernelThatIsAnotherOneIsTwenty() throws Exception {
        PayloadException refused =
                refusal("delta-kernel-signed.crau", OLD, Vectors.bytes("kernel-2.bin"));
        assertThat(refused.exitCode()).isEqualTo(20);
        assertThat(refused).hasMessageContaining("old kernel");
    }

    @Test
    void anOldKernelIsNotAskedForWhereTheNewOneIsWhole() throws Exception {
        // The tool found nothing alike in the two kernels and sends the new one, with old_info.
        try (Workbench bench = new Workbench(directory, IMAGE).from(OLD)) {
            bench.apply(Vectors.bytes("delta-kernel-signed.crau"), Vectors.trust("key-1"));
            assertThat(bench.kernelHash()).isEqualTo(Vectors.sum("kernel-2.bin"));
        }
    }

    @Test
    void aDeltaWithoutAnOldImageIsTwenty() throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            PayloadException refused =
                    catchThrowableOfType(
                            PayloadException.class,
                            () ->
                                    bench.apply(
                                            Vectors.bytes("delta-signed.crau"),
                                            Vectors.trust("key-1")));
            assertThat(refused.exitCode()).isEqualTo(20);
            assertThat(refused).hasMessageContaining("none is given");
        }
    }

    @Test
    void whoeverListensCanEndTheCopying() throws Exception {
        ApplyListener impatient =
                new ApplyListener() {
                    @Override
                    public void copied(long bytes, long total) throws IOException {
                        assertThat(total).isEqualTo(IMAGE);
                        if (bytes > total / 2) {
                            throw new IOException("enough");
                        }
                    }
                };
        try (Workbench bench = new Workbench(directory, IMAGE).from(OLD, OLD_KERNEL)) {
            PayloadApplier applier =
                    bench.applier(Vectors.trust("key-1"), Expected.ANYTHING, impatient);
            assertThat(
                            catchThrowableOfType(
                                    IOException.class,
                                    () ->
                                            applier.apply(
                                                    new ByteArrayInputStream(
                                                            Vectors.bytes("delta-signed.crau")))))
                    .hasMessage("enough");
        }
    }

    private PayloadException refusal(String payload, byte[] image, byte[] kernel) throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE).from(image, kernel)) {
            PayloadException refused =
                    catchThrowableOfType(
                            PayloadException.class,
                            () -> bench.apply(Vectors.bytes(payload), Vectors.trust("key-1")));
            assertThat(bench.isSurroundingUntouched()).isTrue();
            return Objects.requireNonNull(refused, "accepted");
        }
    }
}
