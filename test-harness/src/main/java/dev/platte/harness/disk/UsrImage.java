package dev.platte.harness.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes ext4 images for a slot from a directory, without root: {@code mke2fs -d}. */
public final class UsrImage {
    private static final int BLOCK = 4096;
    private static final UUID FILE_SYSTEM_ID =
            UUID.fromString("00000000-0000-0000-0000-0000000e7544");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private UsrImage() {}

    /**
     * The same directory gives the same bytes. No journal, no reserved blocks, all owned by root.
     *
     * @param size bytes, a multiple of 4096; the whole of it is the file system
     * @param made the time that the file system carries
     * @throws IOException when mke2fs is missing or the directory does not fit
     */
    public static void build(Path directory, Path image, long size, Instant made)
            throws IOException, InterruptedException {
        if (size <= 0 || size % BLOCK != 0) {
            throw new IllegalArgumentException(size + " is not a positive multiple of " + BLOCK);
        }
        Program mke2fs = Program.require("mke2fs", "e2fsprogs");
        Files.deleteIfExists(image);
        mke2fs.run(
                        List.of(
                                "-q",
                                "-F",
                                "-t",
                                "ext4",
                                "-b",
                                Integer.toString(BLOCK),
                                "-m",
                                "0",
                                "-L",
                                "USR",
                                "-O",
                                "^has_journal,^resize_inode,^metadata_csum_seed",
                                "-U",
                                FILE_SYSTEM_ID.toString(),
                                "-E",
                                "hash_seed="
                                        + FILE_SYSTEM_ID
                                        + ",root_owner=0:0,lazy_itable_init=0",
                                "-d",
                                directory.toString(),
                                image.toString(),
                                Long.toString(size / BLOCK)),
                        Map.of(
                                "E2FSPROGS_FAKE_TIME",
                                Long.toString(made.getEpochSecond()),
                                "MKE2FS_SYNC",
                                "0"),
                        PATIENCE)
                .orFail();
    }
}
