package dev.platte.client.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that writes the bytes that it is told to, whether they are HTTP or not. */
final class RawServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Script script = (_, out) -> out.write("HTTP/1.1 500 x\r\n\r\n");

    /** What was asked. */
    record Asked(String head, String body, int count) {
        /** The value of a header; empty without it. */
        String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        /** The first byte that was asked for. */
        int from() {
            String range = header("Range");
            return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        }
    }

    /** Writes one answer; the connection is closed after it. */
    @FunctionalInterface
    interface Script {
        void answer(Asked asked, Out out) throws IOException;
    }

    /** Where the answer goes. */
    final class Out {
        private final OutputStream out;

        private Out(OutputStream out) {
            this.out = out;
        }

        void write(String text) throws IOException {
            write(text.getBytes(ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }

        void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            out.flush();
        }

        /** Until the test ends, or the client goes away. */
        void repeat(String text) throws IOException {
            while (closing.getCount() > 0) {
                write(text);
            }
        }

        /** Keeps the connection open and says nothing until the test ends. */
        void hang() {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    RawServer() throws IOException {
        threads.execute(this::accept);
    }

    void answers(Script answers) {
        script = answers;
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getLocalPort(), path);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            InputStream in = new BufferedInputStream(caller.getInputStream());
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            Asked without = new Asked(head, "", 0);
            String length = without.header("Content-Length");
            byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
            script.answer(
                    new Asked(head, new String(body, ISO_8859_1), requests.incrementAndGet()),
                    new Out(caller.getOutputStream()));
            caller.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client is gone, which is what some answers are for.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            text.append((char) c);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        threads.shutdownNow();
    }
}
