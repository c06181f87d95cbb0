package dev.platte.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A forward proxy: plain requests and CONNECT, with Basic authentication where it has a name. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String login;
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** What it says to every CONNECT instead of connecting; nothing where it does its work. */
    volatile String connectAnswer = "";

    /**
     * Starts.
     *
     * @param login {@code user:password}; empty: lets everybody through
     */
    TestProxy(String login) throws IOException {
        this.login = login;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
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
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String line = head.substring(0, head.indexOf("\r\n"));
                requests.add(line);
                if (!isLetThrough(head)) {
                    byte[] body = body(in, head);
                    assert body != null;
                    say(
                            caller,
                            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                } else if (line.startsWith("CONNECT ")) {
                    if (!connectAnswer.isEmpty()) {
                        say(caller, connectAnswer);
                        return;
                    }
                    tunnel(caller, in, line.split(" ")[1]);
                    return;
                } else {
                    forward(caller, line, head, body(in, head));
                    return;
                }
            }
        } catch (IOException e) {
            // The caller is gone.
        }
    }

    private boolean isLetThrough(String head) {
        String token = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return login.isEmpty() || head.contains("Proxy-Authorization: Basic " + token);
    }

    private void tunnel(Socket caller, InputStream in, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        try (Socket other =
                new Socket(
                        target.substring(0, colon),
                        Integer.parseInt(target.substring(colon + 1)))) {
            say(caller, "HTTP/1.1 200 Connection established\r\n\r\n");
            threads.execute(() -> copy(in, other));
            other.getInputStream().transferTo(caller.getOutputStream());
        }
    }

    private static void copy(InputStream in, Socket to) {
        try {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side is gone.
        }
    }

    private static void forward(Socket caller, String line, String head, byte[] body)
            throws IOException {
        String[] parts = line.split(" ");
        URI uri = URI.create(parts[1]);
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String headers =
                head.substring(head.indexOf("\r\n") + 2)
                        .replaceAll(
                                "(?i)(proxy-authorization|connection|upgrade|http2-settings):[^\r]*\r\n",
                                "");
        try (Socket other = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = other.getOutputStream();
            out.write(
                    "%s %s HTTP/1.1\r\nConnection: close\r\n%s"
                            .formatted(parts[0], path, headers)
                            .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            other.getInputStream().transferTo(caller.getOutputStream());
        }
    }

    private static void say(Socket caller, String text) throws IOException {
        caller.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        caller.getOutputStream().flush();
    }

    private static byte[] body(InputStream in, String head) throws IOException {
        for (String header : head.split("\r\n")) {
            if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                return in.readNBytes(Integer.parseInt(header.substring(15).strip()));
            }
        }
        return new byte[0];
    }

    /** Up to and with the empty line; empty at the end. */
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
        server.close();
        threads.shutdownNow();
    }
}
