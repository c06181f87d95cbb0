package dev.platte.client.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An Omaha and payload server that does what it should until it is told otherwise. */
public final class TestServer implements AutoCloseable {
    private static final String ANSWERED = "answered";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Holds exchanges that are to hang until the end of the test. */
    public final CountDownLatch closing = new CountDownLatch(1);

    public final List<String> polls = new CopyOnWriteArrayList<>();
    public final List<String> ranges = new CopyOnWriteArrayList<>();

    private final byte[] payload;
    private UnaryOperator<String> answer = text -> text;
    private Omaha omaha = (_, request, usual) -> usual.apply(request);
    private Handler payloads;
    private String version = "2.0.0";

    /** Answers one Omaha request. */
    @FunctionalInterface
    public interface Omaha {
        /** The text of a good answer; empty when the exchange was answered otherwise. */
        String answer(HttpExchange exchange, String request, UnaryOperator<String> usual)
                throws IOException;
    }

    /** Answers one request for the payload. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange, byte[] payload) throws IOException;
    }

    public TestServer(byte[] payload) throws IOException {
        this.payload = payload;
        this.payloads = TestServer::wellBehaved;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/update/", this::omaha);
        server.createContext("/payloads/", this::payload);
        server.start();
    }

    public String url(String path) {
        return "http://%s:%d%s"
                .formatted(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        server.getAddress().getPort(),
                        path);
    }

    /** Changes every answer to a check. */
    public void answers(UnaryOperator<String> change) {
        answer = change;
    }

    /** Answers everything that is said to it otherwise. */
    public void says(Omaha handler) {
        omaha = handler;
    }

    /** Ends an exchange with that status and nothing else. */
    public static String status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        return ANSWERED;
    }

    /** The connection breaks without an answer. */
    public static String broken(HttpExchange exchange) {
        exchange.close();
        return ANSWERED;
    }

    public void payloads(Handler handler) {
        payloads = handler;
    }

    public void offers(String newVersion) {
        version = newVersion;
    }

    /** What every real server sends, and this one without being told. */
    public static void wellBehaved(HttpExchange exchange, byte[] payload) throws IOException {
        String etag = "\"" + Sha256.of(payload).hex() + "\"";
        String range = exchange.getRequestHeaders().getFirst("Range");
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        exchange.getResponseHeaders().set("ETag", etag);
        if (range == null || ifRange != null && !ifRange.equals(etag)) {
            exchange.sendResponseHeaders(200, payload.length);
            exchange.getResponseBody().write(payload);
        } else {
            int from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, payload.length - 1, payload.length));
            exchange.sendResponseHeaders(206, payload.length - from);
            exchange.getResponseBody().write(payload, from, payload.length - from);
        }
        exchange.close();
    }

    /** Ends the connection after so many bytes of the whole file. */
    public static Handler cutAfter(int bytes) {
        return (exchange, payload) -> {
            exchange.sendResponseHeaders(200, payload.length);
            exchange.getResponseBody().write(payload, 0, bytes);
            exchange.close();
        };
    }

    private void omaha(HttpExchange exchange) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        polls.add(request);
        String text =
                omaha.answer(
                        exchange,
                        request,
                        asked ->
                                asked.contains("<updatecheck")
                                        ? answer.apply(offer())
                                        : acknowledgement());
        if (text.equals(ANSWERED)) {
            return;
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void payload(HttpExchange exchange) throws IOException {
        ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        payloads.handle(exchange, payload);
    }

    public static String acknowledgement() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <response protocol="3.0" server="test"><daystart elapsed_seconds="0"/>
                <app appid="{e96281a6-d1af-4bde-9a0a-97b76e56dc57}" status="ok"><event status="ok"/></app>
                </response>""";
    }

    public static String noUpdate() {
        return acknowledgement()
                .replace("<event status=", "<updatecheck status=\"noupdate\"/><event status=");
    }

    String offer() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <response protocol="3.0" server="test"><daystart elapsed_seconds="0"/>
                <app appid="{e96281a6-d1af-4bde-9a0a-97b76e56dc57}" status="ok"><ping status="ok"/>
                <updatecheck status="ok"><urls><url codebase="%s"/></urls>
                <manifest version="%s"><packages><package name="update.gz" size="%d" required="true"/></packages>
                <actions><action event="postinstall" sha256="%s" DisablePayloadBackoff="true"/></actions></manifest>
                </updatecheck><event status="ok"/></app>
                </response>"""
                .formatted(url("/payloads/"), version, payload.length, Sha256.of(payload).base64());
    }

    /** The events told, without the one of each check: {@code 13/1}, {@code 3/0/268435466}. */
    public List<String> events() {
        return polls.stream()
                .filter(poll -> !poll.contains("<updatecheck"))
                .filter(poll -> poll.contains("<event"))
                .map(TestServer::event)
                .toList();
    }

    /** The event of a request, as type/result[/errorcode]. */
    public static String event(String poll) {
        String code = attribute(poll, "errorcode");
        return attribute(poll, "eventtype")
                + "/"
                + attribute(poll, "eventresult")
                + (code.isEmpty() ? "" : "/" + code);
    }

    public static String attribute(String poll, String name) {
        int at = poll.indexOf(name + "=\"");
        if (at < 0) {
            return "";
        }
        int start = at + name.length() + 2;
        return poll.substring(start, poll.indexOf('"', start));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
