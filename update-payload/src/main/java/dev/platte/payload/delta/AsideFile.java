package dev.platte.payload.delta;

import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where data is put by until the order of the operations is known. For one thread at a time. */
final class AsideFile {
    private final FileChannel channel;
    private long end;

    /**
     * @param channel empty, to read and write
     */
    AsideFile(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    Aside put(byte[] data) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(data);
        long at = end;
        while (left.hasRemaining()) {
            at += channel.write(left, at);
        }
        Aside aside = new Aside(end, data.length, Sha256.of(data));
        end = at;
        return aside;
    }
}
