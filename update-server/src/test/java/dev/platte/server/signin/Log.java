package dev.platte.server.signin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everything that is printed while it is open, logs above all; it still reaches the console. */
final class Log implements AutoCloseable {

    private final PrintStream before;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private Log(PrintStream before) {
        this.before = before;
    }

    static Log capture() {
        Log log = new Log(System.out);
        System.setOut(new PrintStream(log.both(), true, StandardCharsets.UTF_8));
        return log;
    }

    private OutputStream both() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                before.write(bytes, offset, length);
                kept.write(bytes, offset, length);
            }
        };
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
