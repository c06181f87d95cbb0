package dev.platte.server.poll;

import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads the body of a poll: not more than a poll ever has, and not longer than a poll ever takes.
 */
final class PollBody {

    /** Real polls have less than 2 KiB; the same bound as Nebraska's. */
    static final int MOST_BYTES = 64 * 1024;

    /** One byte now and then must not hold a connection for ever. */
    private static final Duration MOST_TIME = Duration.ofSeconds(15);

    private PollBody() {}

    /**
     * @throws ProblemException 413 if it is too long, 408 if it comes too slowly
     */
    static byte[] read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw tooLarge();
        }
        // Not by the clock: one that is set right meanwhile would end every poll on its way.
        long start = System.nanoTime();
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(Math.max(1024, request.getContentLength()));
        byte[] buffer = new byte[4096];
        try (InputStream in = request.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                body.write(buffer, 0, read);
                if (body.size() > MOST_BYTES) {
                    throw tooLarge();
                }
                if (System.nanoTime() - start > MOST_TIME.toNanos()) {
                    throw tooSlow();
                }
            }
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        }
        return body.toByteArray();
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(
                413, "body-too-large", "A poll has at most " + MOST_BYTES + " bytes.");
    }

    private static ProblemException tooSlow() {
        return ProblemException.of(
                408,
                "body-too-slow",
                "The body did not come within " + MOST_TIME.toSeconds() + " s.");
    }
}
