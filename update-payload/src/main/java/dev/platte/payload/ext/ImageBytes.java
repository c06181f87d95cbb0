package dev.platte.payload.ext;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** An image, of which little-endian pieces are read; what lies outside is a damage of the image. */
record ImageBytes(FileChannel channel, long size) {
    ByteBuffer read(long offset, int length) throws IOException, ExtException {
        if (offset < 0 || offset > size - length) {
            throw new ExtException(
                    "%d bytes at %d of an image of %d".formatted(length, offset, size));
        }
        ByteBuffer piece = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (piece.hasRemaining()) {
            if (channel.read(piece, offset + piece.position()) < 0) {
                throw new EOFException("the image became shorter while it was read");
            }
        }
        return piece.flip();
    }
}
