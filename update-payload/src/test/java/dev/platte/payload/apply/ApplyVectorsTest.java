package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyVectorsTest {
    private static final long IMAGE = 4 << 20;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "full-signed.crau, key-1",
        "full-kernel-signed.crau, key-1",
        "full-two-signatures.crau, key-1",
        "full-two-signatures.crau, key-2"
    })
    void fullPayloadsOfTheRealToolApplyBitForBit(String payload, String key) throws Exception {
        byte[] bytes = Vectors.bytes(payload);
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            AppliedPayload applied =
                    bench.apply(
                            bytes,
                            Vectors.trust(key),
                            Expected.of(bytes.length, Vectors.sum(payload)));
            assertThat(bench.partitionHash(IMAGE)).isEqualTo(Vectors.sum("usr-2.img"));
            assertThat(applied.partition().sha256()).isEqualTo(Vectors.sum("usr-2.img"));
            assertThat(applied.payload().signer()).isEqualTo(Vectors.publicKey(key));
            assertThat(applied.payload().sha256()).isEqualTo(Vectors.sum(payload));
            assertThat(bench.isSurroundingUntouched()).isTrue();
            ReadBack.partition(bench.partition(), applied.partition());
        }
    }

    @Test
    void theKernelIsCutToItsSize() throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            AppliedPayload applied =
                    bench.apply(Vectors.bytes("full-kernel-signed.crau"), Vectors.trust("key-1"));
            assertThat(applied.kernel())
                    .hasValueSatisfying(kernel -> assertThat(kernel.size()).isEqualTo(50_001));
            assertThat(bench.kernelHash()).isEqualTo(Vectors.sum("kernel-2.bin"));
        }
    }

    @Test
    void anUnsignedPayloadIsRefused() throws Exception {
        assertRefused(
                Vectors.bytes("full-unsigned.crau"), Vectors.trust("key-1"), Fault.UNSIGNED, 17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"full-signed.crau", "full-kernel-signed.crau", "full-two-signatures.crau"})
    void aPayloadSignedByAnotherKeyIsRefused(String payload) throws Exception {
        assertRefused(Vectors.bytes(payload), Vectors.trust("key-wrong"), Fault.UNTRUSTED, 18);
    }

    @Test
    void nothingTrustedMeansNothingApplied() throws Exception {
        assertRefused(Vectors.bytes("full-signed.crau"), TrustSet.none(), Fault.UNTRUSTED, 18);
    }

    @Test
    void anotherHashThanOfferedIsTen() throws Exception {
        byte[] bytes = Vectors.bytes("full-signed.crau");
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    bench.apply(
                                            bytes,
                                            Vectors.trust("key-1"),
                                            Expected.of(bytes.length, Sha256.of(new byte[0]))))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(10));
        }
    }

    @Test
    void anotherSizeThanOfferedIsEleven() throws Exception {
        byte[] bytes = Vectors.bytes("full-signed.crau");
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    bench.apply(
                                            bytes,
                                            Vectors.trust("key-1"),
                                            Expected.of(
                                                    bytes.length + 1,
                                                    Vectors.sum("full-signed.crau"))))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(11));
        }
    }

    @Test
    void aPartitionThatIsTooSmallIsLeftAlone() throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE - 4096)) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    bench.apply(
                                            Vectors.bytes("full-signed.crau"),
                                            Vectors.trust("key-1")))
                    .withMessageContaining("does not fit");
            assertThat(bench.partitionHash(IMAGE - 4096))
                    .isEqualTo(Sha256.of(new byte[(int) IMAGE - 4096]));
        }
    }

    @Test
    void aDiskThatGivesBackSomethingElseIsFifteen() throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            AppliedPayload applied =
                    bench.apply(Vectors.bytes("full-signed.crau"), Vectors.trust("key-1"));
            byte[] read = bench.partition().readAllBytes();
            read[12345] ^= 1;
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    ReadBack.partition(
                                            new ByteArrayInputStream(read), applied.partition()))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(15));
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    ReadBack.kernel(
                                            new ByteArrayInputStream(new byte[3]),
                                            applied.partition()))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(16));
        }
    }

    private void assertRefused(byte[] payload, TrustSet trust, Fault fault, int exitCode)
            throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> bench.apply(payload, trust))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(fault))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(exitCode));
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(
                            () ->
                                    PayloadVerifier.verify(
                                            new ByteArrayInputStream(payload),
                                            trust,
                                            Expected.ANYTHING))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
        }
    }
}
