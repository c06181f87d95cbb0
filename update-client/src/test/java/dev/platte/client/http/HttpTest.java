package dev.platte.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        http =
                new Http(
                        new Http.Limits(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(200),
                                1000));
    }

    @AfterEach
    void stop() {
        closing.countDown();
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private URI serves(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return URI.create(
                "http://%s:%d%s"
                        .formatted(
                                InetAddress.getLoopbackAddress().getHostAddress(),
                                server.getAddress().getPort(),
                                path));
    }

    private URI redirects(String path, String to, int status) {
        return serves(
                path,
                exchange -> {
                    seen.add(exchange.getRequestMethod() + " " + path);
                    exchange.getResponseHeaders().set("Location", to);
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
    }

    private URI says(String path, String text) {
        return serves(
                path,
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    seen.add(exchange.getRequestMethod() + " " + path + " " + body);
                    seen.add(
                            "Authorization "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectedPostStaysAPost(int status) throws Exception {
        says("/end", "hello");
        URI start = redirects("/start", "/end", status);
        Http.Answer answer =
                http.post(start, "text/xml", "ask".getBytes(StandardCharsets.UTF_8), 100);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThat(seen).contains("POST /start", "POST /end ask");
    }

    @Test
    void tenRedirectsAreFollowedAndNotEleven() throws Exception {
        says("/0/", "end");
        for (int i = 1; i <= 11; i++) {
            redirects("/" + i + "/", "/" + (i - 1) + "/", 302);
        }
        URI ten = URI.create(serves("/none", _ -> {}).resolve("/10/").toString());
        try (Http.Stream stream = http.get(ten, Map.of())) {
            assertThat(stream.body().readAllBytes()).asString().isEqualTo("end");
        }
        assertThatThrownBy(() -> http.get(ten.resolve("/11/"), Map.of()))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.REDIRECTS));
    }

    @Test
    void credentialsAreNotCarriedElsewhere() throws Exception {
        URI end = says("/end", "x");
        URI elsewhere = URI.create("http://localhost:" + end.getPort() + "/end");
        URI start = redirects("/start", elsewhere.toString(), 302);
        http.get(start, Map.of("Authorization", "Basic c2VjcmV0")).close();
        assertThat(seen).contains("Authorization null");
    }

    @Test
    void credentialsStayWithTheirServerAndComeBackToIt() throws Exception {
        URI end = says("/end", "x");
        URI back = redirects("/back", end.toString(), 307);
        redirects("/there", back.toString(), 307);
        URI elsewhere = URI.create("http://localhost:" + end.getPort() + "/there");
        http.get(redirects("/home", "/end", 302), Map.of("Authorization", "Basic c2VjcmV0"))
                .close();
        assertThat(seen).contains("Authorization Basic c2VjcmV0");
        seen.clear();
        http.get(
                        redirects("/away", elsewhere.toString(), 302),
                        Map.of("Authorization", "Basic c2VjcmV0"))
                .close();
        assertThat(seen).contains("Authorization Basic c2VjcmV0");
    }

    @Test
    void aTrickleIsCutOffAsAWhole() {
        http.close();
        http =
                new Http(
                        new Http.Limits(
                                Duration.ofSeconds(5),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5),
                                1));
        URI uri =
                serves(
                        "/trickle",
                        exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            try {
                                while (!closing.await(
                                        20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                                    exchange.getResponseBody().write('x');
                                    exchange.getResponseBody().flush();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThatThrownBy(() -> http.post(uri, "text/xml", new byte[0], 1 << 20))
                .isInstanceOf(HttpFailure.class)
                .hasMessageContaining("too slowly as a whole");
    }

    @Test
    void anAnswerHasAMostSize() throws Exception {
        URI uri = says("/big", "x".repeat(1000));
        assertThat(http.post(uri, "text/xml", new byte[0], 1000).body()).hasSize(1000);
        assertThatThrownBy(() -> http.post(uri, "text/xml", new byte[0], 999))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE));
    }

    @Test
    void aSenderBelowTheFloorIsGivenUp() throws Exception {
        URI uri =
                serves(
                        "/slow",
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1_000_000);
                            exchange.getResponseBody().write(new byte[100]);
                            exchange.getResponseBody().flush();
                            try {
                                closing.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (Http.Stream stream = http.get(uri, Map.of())) {
            InputStream body = stream.body();
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOfSatisfying(
                            HttpFailure.class,
                            e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.STALLED))
                    .hasMessageContaining("100 bytes in 200 ms");
        }
    }

    @Test
    void aConnectionThatEndsTooEarlyIsNoEnd() throws Exception {
        URI uri =
                serves(
                        "/cut",
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write(new byte[100]);
                            exchange.getResponseBody().flush();
                            exchange.close();
                        });
        try (Http.Stream stream = http.get(uri, Map.of())) {
            InputStream body = stream.body();
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broke");
        }
    }

    @Test
    void closingEndsATransferThatHangs() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        URI uri =
                serves(
                        "/hang",
                        exchange -> {
                            started.countDown();
                            try {
                                closing.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Thread closer =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                started.await();
                                http.close();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThatThrownBy(() -> http.get(uri, Map.of())).isInstanceOf(IOException.class);
        closer.join();
    }

    @Test
    void addressesInMessagesHoldNoSecrets() {
        assertThat(Http.shown(URI.create("https://me:secret@a.example:8443/x?token=secret")))
                .isEqualTo("https://a.example:8443/x");
    }
}
