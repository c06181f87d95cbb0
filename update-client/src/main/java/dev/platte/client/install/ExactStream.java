package dev.platte.client.install;

import dev.platte.omaha.value.ErrorCode;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that must have a known length: an early end is a broken connection, whatever the headers
 * said, and more than that is another file.
 */
final class ExactStream extends FilterInputStream {
    private final String where;
    private long left;

    ExactStream(InputStream in, long length, String where) {
        super(in);
        this.left = length;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count < 0) {
            if (left > 0) {
                throw new EOFException("%s ended %d bytes too early".formatted(where, left));
            }
            return count;
        }
        left -= count;
        if (left < 0) {
            throw new SourceException(
                    ErrorCode.PAYLOAD_SIZE_MISMATCH,
                    0,
                    "%s sends more than the offered size".formatted(where));
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes(Math.toIntExact(Math.min(count, 8192))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
