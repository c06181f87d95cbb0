package dev.platte.client.program;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes all that a program prints, so that it never waits for us, and keeps the first part. */
final class Output {
    private static final Logger LOG = System.getLogger(Output.class.getName());
    private static final int MOST = 16 * 1024;
    private static final int MOST_LINE = 2 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final Consumer<String> lines;
    private final byte[] kept = new byte[MOST];
    private final byte[] line = new byte[MOST_LINE];
    private final Thread reader;
    private int length;
    private int lineLength;

    Output(InputStream from, Consumer<String> lines) {
        this.lines = lines;
        this.reader = Thread.ofPlatform().daemon().start(() -> read(from));
    }

    /** A child that outlives the program may hold the pipe open for ever. */
    void drain() throws InterruptedException {
        reader.join(DRAIN);
    }

    synchronized String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8).strip();
    }

    private void read(InputStream from) {
        byte[] buffer = new byte[4096];
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                keep(buffer, n);
                split(buffer, n);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the output of a program ended: {0}", e.getMessage());
        }
        endLine();
    }

    private synchronized void keep(byte[] buffer, int count) {
        int room = Math.min(count, kept.length - length);
        System.arraycopy(buffer, 0, kept, length, room);
        length += room;
    }

    private void split(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                endLine();
            } else if (lineLength < line.length) {
                line[lineLength++] = buffer[i];
            }
        }
    }

    private void endLine() {
        String text = new String(line, 0, lineLength, StandardCharsets.UTF_8).stripTrailing();
        lineLength = 0;
        if (!text.isEmpty()) {
            lines.accept(text);
        }
    }
}
