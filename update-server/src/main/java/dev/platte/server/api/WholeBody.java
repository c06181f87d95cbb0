package dev.platte.server.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which fails when it ends before the length that was announced: a broken
 * connection must not look like the end of a file.
 */
final class WholeBody extends FilterInputStream {

    /** The body did not come whole; nobody may be there to be told. */
    static final class BrokenException extends IOException {

        private static final long serialVersionUID = 1L;

        BrokenException(String message, @Nullable IOException cause) {
            super(message, cause);
        }
    }

    private final long announced;
    private long come;

    WholeBody(HttpServletRequest request) throws IOException {
        super(request.getInputStream());
        this.announced = request.getContentLengthLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (IOException e) {
            throw broken(e);
        }
        if (read < 0 && come < announced) {
            throw broken(null);
        }
        come += Math.max(0, read);
        return read;
    }

    private BrokenException broken(@Nullable IOException cause) {
        return new BrokenException(
                "The connection broke after %d of %d bytes.".formatted(come, announced), cause);
    }
}
