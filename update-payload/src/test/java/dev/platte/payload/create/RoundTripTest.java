package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.keys.verify.TrustSet;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ApplyListener;
import dev.platte.payload.apply.ApplyRequest;
import dev.platte.payload.apply.Destination;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadApplier;
import dev.platte.payload.apply.Target;
import dev.platte.payload.format.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RoundTripTest {
    private static final Signing KEY_1 = new Signing.Now(List.of(Vectors.privateKey("key-1")));

    @Property(tries = 12)
    void whatWeMakeAppliesToTheSameImage(
            @ForAll @IntRange(min = 1, max = 700) int blocks,
            @ForAll @IntRange(max = 2) int kind,
            @ForAll long seed)
            throws Exception {
        Path place = Files.createTempDirectory("round-trip");
        byte[] image = image(blocks, kind, seed);
        byte[] kernel = image(1, 1, seed + 1);
        Path out = place.resolve("out.crau");
        create(image, Optional.of(Arrays.copyOf(kernel, 4001)), KEY_1, out);
        Path target = Files.createFile(place.resolve("target.img"));
        Path kernelOut = Files.createFile(place.resolve("kernel"));
        AppliedPayload applied = apply(out, Vectors.trust("key-1"), target, kernelOut);
        assertThat(Files.readAllBytes(target)).isEqualTo(image);
        assertThat(Files.readAllBytes(kernelOut)).isEqualTo(Arrays.copyOf(kernel, 4001));
        assertThat(applied.payload().size()).isEqualTo(Files.size(out));
    }

    /** All zeros, noise, or a mixture. */
    static byte[] image(int blocks, int kind, long seed) {
        byte[] image = new byte[blocks * 4096];
        Random random = new Random(seed);
        if (kind == 1) {
            random.nextBytes(image);
        } else if (kind == 2) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : i >>> 9);
            }
        }
        return image;
    }

    static CreatedPayload create(byte[] image, Optional<byte[]> kernel, Signing signing, Path out)
            throws IOException, CreateException, InterruptedException {
        Path work = Files.createTempDirectory("create");
        Path imageFile = Files.write(work.resolve("image"), image);
        Optional<Path> kernelFile = Optional.empty();
        if (kernel.isPresent()) {
            kernelFile = Optional.of(Files.write(work.resolve("kernel"), kernel.get()));
        }
        return PayloadCreator.create(
                new CreateRequest(imageFile, kernelFile, out, signing, 2, _ -> {}));
    }

    private static AppliedPayload apply(Path payload, TrustSet trust, Path target, Path kernel)
            throws Exception {
        try (InputStream in = Files.newInputStream(payload);
                FileChannel image = FileChannel.open(target, StandardOpenOption.WRITE);
                FileChannel kernelFile = FileChannel.open(kernel, StandardOpenOption.WRITE)) {
            return new PayloadApplier(
                            new ApplyRequest(
                                    trust,
                                    Expected.ANYTHING,
                                    Destination.of(Target.file(image)),
                                    Optional.of(Destination.of(Target.file(kernelFile))),
                                    new ApplyRequest.Resources(
                                            2, payload.toAbsolutePath().getParent()),
                                    ApplyListener.SILENT))
                    .apply(in);
        }
    }
}
