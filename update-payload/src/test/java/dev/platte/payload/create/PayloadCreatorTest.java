package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCreatorTest {
    private static final Signing KEY_1 = new Signing.Now(List.of(Vectors.privateKey("key-1")));

    @TempDir Path directory;

    @Test
    void weLayOutWhatTheRealToolLaysOut() throws Exception {
        Path out = directory.resolve("out.crau");
        RoundTripTest.create(
                Vectors.image(), Optional.of(Vectors.bytes("kernel-2.bin")), KEY_1, out);
        Manifest ours = metadata(Files.readAllBytes(out)).manifest();
        Manifest theirs = metadata(Vectors.bytes("full-kernel-signed.crau")).manifest();
        assertThat(shape(ours)).isEqualTo(shape(theirs));
        assertThat(ours.newPartition()).isEqualTo(theirs.newPartition());
        assertThat(ours.kernel().orElseThrow().newInfo())
                .isEqualTo(theirs.kernel().orElseThrow().newInfo());
        assertThat(ours.signatures().orElseThrow().size()).isEqualTo(264);
    }

    /**
     * Everything but the lengths, offsets and hashes of compressed data, in which two bzip2
     * encoders differ.
     */
    private static List<String> shape(Manifest manifest) {
        List<Operation> all = new ArrayList<>(manifest.operations());
        all.addAll(manifest.noopOperations());
        return all.stream()
                .map(
                        operation ->
                                "%s %s %s"
                                        .formatted(
                                                operation.getClass().getSimpleName(),
                                                operation.target(),
                                                operation.blob().flatMap(Blob::sha256).isPresent()))
                .toList();
    }

    @Test
    void ourNoopsCoverTheKernelsDataAndTheSignatures() throws Exception {
        Path out = directory.resolve("out.crau");
        RoundTripTest.create(new byte[8192], Optional.of(new byte[3 << 20]), KEY_1, out);
        Manifest manifest = metadata(Files.readAllBytes(out)).manifest();
        List<Blob> kernel =
                manifest.kernel().orElseThrow().operations().stream()
                        .map(o -> o.blob().orElseThrow())
                        .toList();
        List<Blob> noops =
                manifest.noopOperations().stream().map(o -> o.blob().orElseThrow()).toList();
        assertThat(noops).hasSize(4).startsWith(kernel.toArray(Blob[]::new));
        assertThat(noops.getLast())
                .isEqualTo(
                        new Blob(
                                manifest.signatures().orElseThrow().offset(),
                                264,
                                Optional.empty()));
    }

    @Test
    void whatDoesNotShrinkIsStoredAsItIs() throws Exception {
        Path out = directory.resolve("out.crau");
        RoundTripTest.create(RoundTripTest.image(256, 1, 7), Optional.empty(), KEY_1, out);
        assertThat(metadata(Files.readAllBytes(out)).manifest().partitionOperations())
                .singleElement()
                .isInstanceOf(Operation.Replace.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4097, 1 << 20 | 512})
    void anImageThatIsNoMultipleOfABlockIsRefusedWithAdvice(int size) {
        Path out = directory.resolve("out.crau");
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(
                        () -> RoundTripTest.create(new byte[size], Optional.empty(), KEY_1, out))
                .withMessageContaining(size + " bytes")
                .withMessageContaining("truncate -s %4096");
        assertThat(out).doesNotExist();
    }

    @Test
    void aKeyThatNoClientReadsIsRefused() {
        SigningKey p256 = SigningKey.generate(KeyType.P256, new SecureRandom());
        assertThatThrownBy(
                        () ->
                                RoundTripTest.create(
                                        new byte[4096],
                                        Optional.empty(),
                                        new Signing.Now(List.of(p256)),
                                        directory.resolve("out.crau")))
                .isInstanceOf(CreateException.class)
                .hasMessageContaining("RSA");
    }

    @Test
    void nothingIsLeftBesideTheResult() throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        RoundTripTest.create(new byte[4096], Optional.empty(), KEY_1, place.resolve("out.crau"));
        try (var files = Files.list(place)) {
            assertThat(files).containsExactly(place.resolve("out.crau"));
        }
    }

    private static PayloadMetadata metadata(byte[] payload) throws Exception {
        return PayloadMetadata.read(new ByteArrayInputStream(payload));
    }
}
