package dev.platte.harness.machine;

import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The disk of a factory-new machine: a boot partition (vfat), two slots, the root (ext4). */
final class MachineDisk {
    static final int EFI = 1;
    static final int USR_A = 3;
    static final int ROOT = 9;

    private static final long MIB = 1 << 20;

    /** Room for two kernels of Debian and a third that is being written. */
    private static final long EFI_SIZE = 64 * MIB;

    private static final long ROOT_SIZE = 384 * MIB;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private MachineDisk() {}

    /**
     * Makes it.
     *
     * @param path must not exist
     * @param root the tree of the root partition
     * @param usr the image of slot A
     * @param kernel of slot A
     * @param slot bytes of each slot
     */
    static DiskImage create(Path path, Path root, Path usr, Path kernel, long slot)
            throws IOException, InterruptedException {
        DiskImage disk =
                DiskImage.create(path, new DiskLayout(512, EFI_SIZE, slot, MIB, ROOT_SIZE));
        disk.fill(USR_A, usr);
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            boot(part, kernel);
            disk.fill(EFI, part);
            ext4(part, root);
            disk.fill(ROOT, part);
        } finally {
            Files.deleteIfExists(part);
        }
        return disk;
    }

    private static void boot(Path image, Path kernel) throws IOException, InterruptedException {
        sized(image, EFI_SIZE);
        Program.require("mkfs.vfat", "dosfstools")
                .run(List.of("-F", "32", "-n", "EFI-SYSTEM", image.toString()))
                .orFail();
        Program.require("mmd", "mtools")
                .run(List.of("-i", image.toString(), "::/flatcar"))
                .orFail();
        Program.require("mcopy", "mtools")
                .run(List.of("-i", image.toString(), kernel.toString(), "::/flatcar/vmlinuz-a"))
                .orFail();
    }

    private static void ext4(Path image, Path root) throws IOException, InterruptedException {
        Files.deleteIfExists(image);
        Program.require("mke2fs", "e2fsprogs")
                .run(
                        List.of(
                                "-q",
                                "-F",
                                "-t",
                                "ext4",
                                "-L",
                                "ROOT",
                                "-d",
                                root.toString(),
                                image.toString(),
                                ROOT_SIZE / 1024 + "k"),
                        Map.of(),
                        PATIENCE)
                .orFail();
    }

    private static void sized(Path file, long bytes) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }
}
