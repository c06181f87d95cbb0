package dev.platte.harness.day;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.harness.day.Fault.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Stands between the host and the server: passes polls on to it and its answers back, gives the
 * payloads itself, and does to both what the plan says.
 */
final class FaultyWire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer front;
    private final HttpClient toServer =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> payloads = new ConcurrentHashMap<>();
    private final Supplier<Death> process;
    private final Plan plan;
    private final Witness witness;
    private volatile URI server = URI.create("http://127.0.0.1:1/");

    FaultyWire(Supplier<Death> process, Plan plan, Witness witness) throws IOException {
        this.process = process;
        this.plan = plan;
        this.witness = witness;
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(threads);
        front.createContext("/v1/update/", exchange -> alive(exchange, this::poll));
        front.createContext("/payloads/", exchange -> alive(exchange, this::payload));
        front.start();
    }

    String address() {
        return "http://127.0.0.1:" + front.getAddress().getPort();
    }

    /** Who is behind it. */
    void connect(URI behind) {
        server = behind;
    }

    void serve(String fileName, byte[] payload) {
        payloads.put(fileName, payload);
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** A process that is killed here is killed while it waits for this answer. */
    private static void alive(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        } catch (Death.Killed e) {
            // Its socket is closed, as the kernel would.
        }
    }

    private void poll(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        Death client = process.get();
        Optional<Fault> fault = client.pass(Place.POLL);
        switch (fault.orElse(Fault.ENDED)) {
            case NO_ANSWER -> {}
            case STATUS_404 -> exchange.sendResponseHeaders(404, -1);
            case STATUS_500 -> exchange.sendResponseHeaders(500, -1);
            case STATUS_503 -> exchange.sendResponseHeaders(503, -1);
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "60");
                exchange.sendResponseHeaders(503, -1);
            }
            case PORTAL -> send(exchange, "<html><body>Please sign in</body></html>");
            default -> answer(exchange, request, fault);
        }
    }

    private void answer(HttpExchange exchange, byte[] request, Optional<Fault> fault)
            throws IOException {
        String body = ofServer(request);
        witness.heard(new String(request, StandardCharsets.UTF_8), body, fault.isEmpty());
        switch (fault.orElse(Fault.ENDED)) {
            case ANSWER_LOST -> {}
            case ANSWER_EMPTY -> send(exchange, "");
            case ANSWER_GARBLED -> send(exchange, body.replace("</", "<"));
            case ANSWER_CUT -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            }
            default -> send(exchange, body);
        }
    }

    private String ofServer(byte[] request) throws IOException {
        try {
            HttpResponse<String> answer =
                    toServer.send(
                            HttpRequest.newBuilder(server)
                                    .timeout(PATIENCE)
                                    .POST(BodyPublishers.ofByteArray(request))
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the day is over", e);
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private void payload(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] file = payloads.get(path.substring(path.lastIndexOf('/') + 1));
        Optional<Fault> fault = process.get().pass(Place.PAYLOAD);
        if (file == null || fault.equals(Optional.of(Fault.PAYLOAD_MISSING))) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        byte[] rest = Arrays.copyOfRange(file, from, file.length);
        exchange.getResponseHeaders().set("ETag", "\"" + path.hashCode() + "\"");
        switch (fault.orElse(Fault.ENDED)) {
            case PAYLOAD_REFUSED -> {}
            case PAYLOAD_BUSY -> exchange.sendResponseHeaders(503, -1);
            case RANGE_IGNORED -> whole(exchange, 200, file);
            case PAYLOAD_SHORT -> whole(exchange, 200, Arrays.copyOf(file, file.length / 2));
            case PAYLOAD_CUT -> {
                begin(exchange, from, file.length);
                exchange.getResponseBody().write(rest, 0, plan.chance(rest.length));
            }
            case PAYLOAD_FLIPPED -> {
                rest[plan.chance(rest.length)] ^= 4;
                begin(exchange, from, file.length);
                exchange.getResponseBody().write(rest);
            }
            case RANGE_WRONG -> {
                int wrong = Math.min(from + 1, file.length - 1);
                begin(exchange, wrong, file.length);
                exchange.getResponseBody().write(file, wrong, file.length - wrong);
            }
            default -> {
                begin(exchange, from, file.length);
                exchange.getResponseBody().write(rest);
            }
        }
    }

    private static void whole(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void begin(HttpExchange exchange, int from, int length) throws IOException {
        if (from == 0) {
            exchange.sendResponseHeaders(200, length);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, length - 1, length));
        exchange.sendResponseHeaders(206, length - from);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
        toServer.shutdownNow();
    }
}
