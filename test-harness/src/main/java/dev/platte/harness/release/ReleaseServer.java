package dev.platte.harness.release;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Offers one release to everybody, and can stop in the middle of its payload. */
public final class ReleaseServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final byte[] payload;
    private final String version;

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile int hangAfter;

    /**
     * Serves on a free port of the loopback address.
     *
     * @param version offered to every host that does not run it
     */
    public ReleaseServer(Path payload, String version) throws IOException {
        this.payload = Files.readAllBytes(payload);
        this.hangAfter = this.payload.length;
        this.version = version;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/update/", this::answer);
        server.createContext("/payloads/", this::send);
        server.start();
    }

    /** A request to the update service, and when it had arrived. */
    public record Heard(Instant at, String body) {}

    /** All requests to the update service, in order. */
    public List<Heard> heard() {
        return heard;
    }

    /** The bodies of them. */
    public List<String> requests() {
        return heard.stream().map(Heard::body).toList();
    }

    /** Bytes of the payload. */
    public int size() {
        return payload.length;
    }

    /** The {@code Range} headers of all requests for the payload; {@code null} as a word. */
    public List<String> ranges() {
        return ranges;
    }

    /** Bytes after which a transfer hangs; no limit when it is the payload's length. */
    public void hangAfter(int bytes) {
        hangAfter = bytes;
    }

    /** Scheme, host and port. */
    public String address() {
        return "http://%s:%d"
                .formatted(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        server.getAddress().getPort());
    }

    /** Type/result of every event that was told, those inside checks left out. */
    public List<String> events() {
        return requests().stream()
                .filter(request -> !request.contains("<updatecheck"))
                .map(
                        request ->
                                attribute(request, "eventtype")
                                        + "/"
                                        + attribute(request, "eventresult"))
                .toList();
    }

    private static String attribute(String request, String name) {
        int start = request.indexOf(name + "=\"") + name.length() + 2;
        return request.substring(start, request.indexOf('"', start));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.add(new Heard(InstantSource.system().instant(), request));
        String check = "";
        if (request.contains("<updatecheck")) {
            check =
                    request.contains("version=\"" + version + "\" track")
                            ? "<updatecheck status=\"noupdate\"/>"
                            : offer();
        }
        byte[] body =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <response protocol="3.0" server="test"><daystart elapsed_seconds="0"/>\
                <app appid="{e96281a6-d1af-4bde-9a0a-97b76e56dc57}" status="ok"><ping status="ok"/>\
                %s<event status="ok"/></app></response>"""
                        .formatted(check)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String offer() {
        return """
                <updatecheck status="ok"><urls><url codebase="%s/payloads/"/></urls>\
                <manifest version="%s"><packages><package name="update.gz" size="%d" required="true"/></packages>\
                <actions><action event="postinstall" sha256="%s"/></actions></manifest></updatecheck>"""
                .formatted(address(), version, payload.length, Sha256.of(payload).base64());
    }

    private void send(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        exchange.getResponseHeaders()
                .set(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(from, payload.length - 1, payload.length));
        exchange.sendResponseHeaders(range == null ? 200 : 206, payload.length - from);
        exchange.getResponseBody().write(payload, from, Math.max(0, hangAfter - from));
        exchange.getResponseBody().flush();
        if (hangAfter < payload.length) {
            hang();
        }
        exchange.close();
    }

    private void hang() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
