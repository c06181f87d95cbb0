package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** Files beside the tests. */
final class Vectors {

    private Vectors() {}

    static byte[] file(String name) {
        try (InputStream file = Vectors.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the first empty line of a recorded request; its length is in the header. */
    static byte[] body(String name) {
        String http = new String(file(name + ".http"), UTF_8);
        int start = http.indexOf("\n\n") + 2;
        byte[] body = http.substring(start).getBytes(UTF_8);
        int length =
                Integer.parseInt(http.split("Content-Length: ", 2)[1].split("\n", 2)[0].strip());
        if (body.length < length) {
            throw new IllegalStateException(name + " is shorter than it says");
        }
        return Arrays.copyOf(body, length);
    }
}
