package dev.platte.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another system, which is told what happens. */
final class Receiver implements AutoCloseable {

    /** What it got; names of headers in lower case. */
    record Message(String path, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final LinkedBlockingQueue<Message> got = new LinkedBlockingQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    final List<Integer> answers = new CopyOnWriteArrayList<>();
    volatile @Nullable String location;

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void take(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        Map<String, String> headers = new java.util.TreeMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(java.util.Locale.ROOT),
                                        values.getFirst()));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        got.add(new Message(exchange.getRequestURI().getPath(), headers, body));
        int status = answers.isEmpty() ? 200 : answers.removeFirst();
        if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
        }
        byte[] words = "thanks\nfor that".getBytes(StandardCharsets.UTF_8);
        atOnce.decrementAndGet();
        exchange.sendResponseHeaders(status, words.length);
        exchange.getResponseBody().write(words);
        exchange.close();
    }

    Message next() throws InterruptedException {
        Message message = got.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came in 30 s");
        }
        return message;
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    boolean isSilent() {
        return got.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
