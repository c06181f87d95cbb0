package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.DeltaCreator;
import dev.platte.payload.create.DeltaRequest;
import dev.platte.payload.create.DeltaResult;
import dev.platte.payload.create.Signing;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own with a heap of 64 MiB makes and applies payloads that are larger than that. */
class SmallHeapTest {
    private static final int IMAGE_MIB = 80;
    private static final int KERNEL_MIB = 16;
    private static final int DELTA_IMAGE_MIB = 20;

    @TempDir Path directory;

    @Test
    void aHeapOf64MiBIsEnoughForAnyPayload() throws Exception {
        Path image = directory.resolve("image");
        Path kernel = directory.resolve("kernel");
        write(image, IMAGE_MIB);
        write(kernel, KERNEL_MIB);
        assertThat(run(SmallHeap.class, image, kernel, directory)).isEqualTo("done\n");
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
        assertThat(run(SmallHeap.class, image, image, directory, delta)).isEqualTo("done\n");
        assertThat(directory.resolve("changed")).hasSameBinaryContentAs(changed);
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

    private static String run(Class<?> main, Path... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
