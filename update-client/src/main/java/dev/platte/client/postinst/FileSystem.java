package dev.platte.client.postinst;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** A file system that a {@code /usr} image may be, and how it is mounted without a byte written. */
enum FileSystem {
    /** ext2, ext3 and ext4; a journal that was not closed would be replayed. */
    EXT("ext4", "noload", 1080, new byte[] {0x53, (byte) 0xEF}),
    BTRFS("btrfs", "rescue=nologreplay", 65_600, "_BHRfS_M".getBytes(StandardCharsets.US_ASCII)),
    SQUASHFS("squashfs", "", 0, "hsqs".getBytes(StandardCharsets.US_ASCII)),
    EROFS("erofs", "", 1024, littleEndian(0xE0F5E1E2)),
    /** The running image may have the same UUID. */
    XFS("xfs", "norecovery,nouuid", 0, "XFSB".getBytes(StandardCharsets.US_ASCII));

    private final String type;
    private final String options;
    private final int at;
    private final byte[] magic;

    FileSystem(String type, String options, int at, byte[] magic) {
        this.type = type;
        this.options = options;
        this.at = at;
        this.magic = magic;
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    /** The one whose mark lies there; empty where none does. */
    static Optional<FileSystem> at(Path disk, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.READ)) {
            for (FileSystem kind : values()) {
                ByteBuffer found = ByteBuffer.allocate(kind.magic.length);
                long from = offset + kind.at;
                while (found.hasRemaining() && channel.read(found, from + found.position()) > 0) {
                    // until the mark is read, or the disk ends
                }
                if (Arrays.equals(found.array(), kind.magic)) {
                    return Optional.of(kind);
                }
            }
        }
        return Optional.empty();
    }

    /** The kernel's name for it. */
    String type() {
        return type;
    }

    /** Mount options beside {@code ro}; empty when there are none. */
    String options() {
        return options;
    }
}
