package dev.platte.server.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads the body of what a host says: not more than it ever has to say, and not longer than that
 * ever takes.
 */
public final class LimitedBody {

    /** One byte now and then must not hold a connection for ever. */
    private static final Duration MOST_TIME = Duration.ofSeconds(15);

    private LimitedBody() {}

    /**
     * @param most bytes
     * @throws ProblemException 413 if it is too long, 408 if it comes too slowly
     */
    public static byte[] read(HttpServletRequest request, int most) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        // Not by the clock: one that is set right meanwhile would end every poll on its way.
        long start = System.nanoTime();
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(Math.max(1024, request.getContentLength()));
        byte[] buffer = new byte[4096];
        try (InputStream in = request.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                body.write(buffer, 0, read);
                if (body.size() > most) {
                    throw tooLarge(most);
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

    private static ProblemException tooLarge(int most) {
        return ProblemException.of(
                413, "body-too-large", "The body has more than " + most + " bytes.");
    }

    private static ProblemException tooSlow() {
        return ProblemException.of(
                408,
                "body-too-slow",
                "The body did not come within " + MOST_TIME.toSeconds() + " s.");
    }
}
