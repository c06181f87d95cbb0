package dev.platte.client.rate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A stream that is read no faster than a limit allows; what is not read, the sender keeps. */
public final class LimitedStream extends FilterInputStream {
    private final RateLimit limit;

    /** Closing it closes the stream. */
    public LimitedStream(InputStream in, RateLimit limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InterruptedIOException the process was told to end
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, Math.min(length, limit.piece(length)));
        if (count > 0) {
            pay(count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void pay(int count) throws InterruptedIOException {
        try {
            limit.take(count);
        } catch (InterruptedException e) {
            InterruptedIOException ended = new InterruptedIOException(e.getMessage());
            ended.initCause(e);
            throw ended;
        }
    }
}
