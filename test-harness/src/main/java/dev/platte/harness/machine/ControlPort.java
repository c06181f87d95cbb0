package dev.platte.harness.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The harness' hand in a machine: a virtio port on whose other end {@code /platte/control} runs
 * commands as root, one at a time. A command is a line {@code ID BASE64}, its answer {@code ID
 * STATUS BASE64}; an answer under another id belongs to a question that nobody waits for any more.
 */
final class ControlPort implements AutoCloseable {
    private static final Duration ASKING = Duration.ofSeconds(2);

    private final SocketChannel socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private long asked;

    private ControlPort(SocketChannel socket) {
        this.socket = socket;
        Thread.ofVirtual().name("machine control").start(this::read);
    }

    /** What a command printed, on both of its outputs, and its status. */
    record Said(int status, String text) {}

    static ControlPort open(Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new ControlPort(socket);
    }

    /**
     * Asks again and again whether somebody is there: what is written before the machine's end is
     * open is lost.
     *
     * @return whether the machine answered in time
     */
    boolean awaitAnswer(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (ask("true", ASKING).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs a command in the machine's bash.
     *
     * @return empty when no answer came in time
     */
    Optional<Said> ask(String command, Duration patience) throws IOException, InterruptedException {
        asked++;
        String id = Long.toString(asked);
        send(id + " " + base64(command) + "\n");
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                return Optional.empty();
            }
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals(id)) {
                return Optional.of(
                        new Said(
                                Integer.parseInt(words[1]),
                                new String(
                                        Base64.getDecoder().decode(words[2]),
                                        StandardCharsets.UTF_8)));
            }
        }
    }

    private void send(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(Channels.newReader(socket, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException machineIsOff) {
            // Whoever waits for an answer gets none.
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
