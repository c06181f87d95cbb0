package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.DeltaCreator;
import dev.platte.payload.create.DeltaRequest;
import dev.platte.payload.create.DeltaResult;
import dev.platte.payload.create.Signing;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.Vectors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own with a heap of 64 MiB makes and applies payloads that are larger than that. */
class SmallHeapTest {
    private static final int IMAGE_MIB = 72;
    private static final int KERNEL_MIB = 16;
    private static final int DELTA_IMAGE_MIB = 20;
    private static final int PATIENCE_SECONDS = 300;

    @TempDir Path directory;

    @Test
    void aHeapOf64MiBIsEnoughForAnyPayload() throws Exception {
        Path image = directory.resolve("image");
        Path kernel = directory.resolve("kernel");
        write(image, IMAGE_MIB);
        write(kernel, KERNEL_MIB);
        assertThat(run("full")).isEqualTo("done\n");
        assertThat(directory.resolve("image.new")).hasSameBinaryContentAs(image);
        assertThat(directory.resolve("kernel.new")).hasSameBinaryContentAs(kernel);
    }

    /** Patches of 8 MiB, one of them with 6 MiB of data. */
    @Test
    void aHeapOf64MiBIsEnoughForAnyDelta() throws Exception {
        Path image = directory.resolve("image");
        write(image, DELTA_IMAGE_MIB);
        byte[] bytes = Files.readAllBytes(image);
        Random random = new Random(5);
        for (int at = 0; at < bytes.length; at += 64 + random.nextInt(4096)) {
            bytes[at]++;
        }
        byte[] noise = new byte[6 << 20];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 9 << 20, noise.length);
        Path changed = Files.write(directory.resolve("next"), bytes);
        Path delta = directory.resolve("delta");
        CreateRequest full =
                new CreateRequest(
                        changed,
                        Optional.empty(),
                        delta,
                        new Signing.Now(List.of(Vectors.privateKey("key-1"))),
                        2,
                        _ -> {});
        DeltaResult made = DeltaCreator.create(new DeltaRequest(full, image, Optional.empty()));
        assertThat(made.whyFull()).isEmpty();
        assertThat(run("delta")).isEqualTo("done\n");
        assertThat(directory.resolve("changed")).hasSameBinaryContentAs(changed);
    }

    /** As much as a manifest may say, from somebody who cannot sign it. */
    @Test
    void aHeapOf64MiBIsEnoughForAnyManifest() throws Exception {
        Files.write(directory.resolve("image"), new byte[1 << 20]);
        Random random = new Random(6);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 32_000; i++) {
            List<Extent> source = new ArrayList<>();
            List<Extent> target = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                source.add(new Extent(random.nextInt(200), 1));
                target.add(new Extent((i * 3 + k) * 2L, 1));
            }
            Blob data = new Blob(i, 1, Optional.of(noise(random)));
            operations.add(
                    new Operation.Bsdiff(
                            data, source, 3 * 4096, target, 3 * 4096, Optional.of(noise(random))));
        }
        Manifest manifest =
                new Manifest(
                        operations,
                        List.of(),
                        Manifest.BLOCK_SIZE,
                        Optional.of(new SignatureRoom(operations.size(), 264)),
                        Optional.of(new ImageInfo(1 << 20, noise(random))),
                        Optional.of(new ImageInfo(1 << 30, noise(random))),
                        List.of());
        byte[] bytes = PayloadMetadata.of(manifest).bytes();
        assertThat(bytes).hasSizeBetween(3_900_000, 4 << 20);
        Files.write(directory.resolve("hostile"), bytes);
        assertThat(run("manifest")).isEqualTo("SOURCE\ndone\n");
    }

    private static Sha256 noise(Random random) {
        byte[] hash = new byte[Sha256.LENGTH];
        random.nextBytes(hash);
        return Sha256.ofDigest(hash);
    }

    /** Mostly noise, so that the payload is large too. */
    private static void write(Path file, int mebibytes) throws IOException {
        Random random = new Random(mebibytes);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                if (i % 8 != 0) {
                    random.nextBytes(piece);
                } else {
                    Arrays.fill(piece, (byte) i);
                }
                out.write(piece);
            }
        }
    }

    private String run(String mode) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallHeap.class.getName(),
                                mode,
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
