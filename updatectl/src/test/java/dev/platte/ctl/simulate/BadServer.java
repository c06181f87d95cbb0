package dev.platte.ctl.simulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.xml.OmahaXml;
import dev.platte.omaha.xml.OmahaXmlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;

/** A server that offers 1.1.0 to whoever asks, whatever its rollout says. */
final class BadServer implements AutoCloseable {
    static final String POLLS = "/v1/update/";
    private static final String APP = "/api/v1/applications/a1";

    private final HttpServer http;
    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();
    private volatile int status = 200;

    BadServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
        says("", "{\"appid\":\"{a1}\",\"name\":\"Our OS\"}");
        answers.put(
                "/api/v1/applications",
                new ArrayDeque<>(List.of("[{\"appid\":\"{a1}\",\"name\":\"Our OS\"}]")));
        says("/groups", "[{\"track\":\"stable\"}]");
        says("/groups/stable/policy", "{\"leases\":{\"progress\":\"PT1H\"}}");
        says("/rollouts", "[]");
        says("/fleet/counts", "[]");
        says("/hosts", "[]");
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What its API says below the application: one after the other, and then the last. */
    void says(String path, String... json) {
        answers.put(APP + path, new ArrayDeque<>(List.of(json)));
    }

    /** A rollout of the one group to what is offered. */
    void rollout(String state, int atOnce) {
        says(
                "/rollouts",
                """
                [{"id":"r1","group":"stable","version":"1.1.0","state":"%s",
                "pace":{"atOnce":%d},"counts":{"open":0,"grantedInPeriod":0}}]
                """
                        .formatted(state, atOnce));
    }

    /** From now on polls are answered so. */
    void answersPollsWith(int newStatus) {
        status = newStatus;
    }

    /** The ids of the hosts that said that their update failed, in order. */
    Set<String> failed() {
        return failed;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] asked = exchange.getRequestBody().readAllBytes();
            if (path.equals(POLLS)) {
                send(exchange, status, poll(asked));
            } else {
                Deque<String> said = answers.get(path);
                send(exchange, said == null ? 404 : 200, said == null ? "{}" : next(said));
            }
        }
    }

    private static String next(Deque<String> said) {
        synchronized (said) {
            return said.size() > 1 ? said.removeFirst() : said.getFirst();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String poll(byte[] asked) throws IOException {
        try {
            OmahaRequest request = OmahaXml.decodeRequest(asked);
            Asks asks = request.apps().getFirst().asks();
            asks.events().stream()
                    .filter(event -> event.errorCode().isPresent())
                    .forEach(
                            event ->
                                    failed.add(
                                            request.apps()
                                                    .getFirst()
                                                    .host()
                                                    .machineId()
                                                    .orElseThrow()
                                                    .text()));
            return """
            <response protocol="3.0" server="bad"><daystart elapsed_seconds="0"/>
            <app appid="{a1}" status="ok">%s%s</app></response>
            """
                    .formatted(
                            asks.updateCheck().isPresent() ? OFFER : "",
                            "<event status=\"ok\"/>".repeat(asks.events().size()));
        } catch (OmahaXmlException e) {
            throw new IOException("a simulated host said what cannot be read", e);
        }
    }

    private static final String OFFER =
            """
            <updatecheck status="ok"><urls><url codebase="http://127.0.0.1/"/></urls>
            <manifest version="1.1.0"><packages><package name="update.gz" required="true" size="1"
            hash="AAAAAAAAAAAAAAAAAAAAAAAAAAA=" hash_sha256="%s"/></packages>
            <actions><action event="postinstall" sha256="%s="/></actions></manifest></updatecheck>
            """
                    .formatted("0".repeat(64), "A".repeat(43));

    @Override
    public void close() {
        http.stop(0);
    }
}
