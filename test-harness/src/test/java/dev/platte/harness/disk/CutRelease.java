package dev.platte.harness.disk;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.harness.boot.WholeImages;
import dev.platte.keys.sign.SigningKey;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A small release with a kernel, and hosts that run an older one.
 *
 * @param directory where its files lie
 */
record CutRelease(Path directory, WholeImages images, byte[] oldKernel, byte[] newKernel) {
    static final String KERNELS = "boot/flatcar/";
    static final SigningKey KEY = SignedUpdate.newKey();
    private static final int IMAGE = 256 << 10;

    static CutRelease make(Path directory) throws Exception {
        Path image = noise(directory, "new", IMAGE, 3);
        Path kernel = noise(directory, "kernel", 40_000, 4);
        PayloadCreator.create(
                new CreateRequest(
                        image,
                        Optional.of(kernel),
                        directory.resolve("payload"),
                        new Signing.Now(List.of(KEY)),
                        1,
                        _ -> {}));
        return new CutRelease(
                directory,
                new WholeImages().with("old", noise(directory, "old", IMAGE, 2)).with("new", image),
                Files.readAllBytes(noise(directory, "old-kernel", 30_000, 5)),
                Files.readAllBytes(kernel));
    }

    private static Path noise(Path directory, String name, int size, long seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return Files.write(directory.resolve(name), content);
    }

    Path payload() {
        return directory.resolve("payload");
    }

    /** A disk on which the old release runs from slot A, and an even older one lies in B. */
    DiskImage disk(Path path, int sectorSize) throws IOException {
        DiskImage disk =
                DiskImage.create(path, DiskLayout.around(1 << 20).withSectorSize(sectorSize));
        disk.fill(3, directory.resolve("old"));
        disk.fill(4, noise(directory, "older", IMAGE, 1));
        try (FileDevice device = FileDevice.open(disk.path(), sectorSize)) {
            new GptDisk(device)
                    .change(
                            table ->
                                    table.withFlags(3, new BootFlags(2, 0, true))
                                            .withFlags(4, new BootFlags(1, 0, true)));
        }
        return disk;
    }

    /** The kernels of such a host, by their paths below the root. */
    Map<String, byte[]> kernels() {
        return Map.of(KERNELS + "vmlinuz-a", oldKernel, KERNELS + "vmlinuz-b", oldKernel);
    }

    /** A root directory without kernels. */
    static Path root(Path root) throws IOException {
        Files.createDirectories(root.resolve(KERNELS));
        CutHost.lay(root, KEY);
        return root;
    }

    /** What three boots in a row start. */
    List<String> threeBoots(BlockDevice left) throws IOException {
        List<String> boots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boots.add(images.boots(left).orElse("nothing"));
        }
        return boots;
    }
}
