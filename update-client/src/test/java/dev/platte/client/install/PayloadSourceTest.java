package dev.platte.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.platte.client.agent.TestInbox;
import dev.platte.client.config.Transfer.Credentials;
import dev.platte.client.http.Http;
import dev.platte.client.rate.RateLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payload of 1000 bytes, asked for from byte 400 on. */
class PayloadSourceTest {
    private static final int SIZE = 1000;

    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Http http;
    private PayloadSource source;
    private int status;
    private String contentRange = "";
    private String etag = "";
    private int length;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    for (String name : List.of("Range", "If-Range", "Authorization")) {
                        headers.add(name + ": " + exchange.getRequestHeaders().getFirst(name));
                    }
                    if (!contentRange.isEmpty()) {
                        exchange.getResponseHeaders().set("Content-Range", contentRange);
                    }
                    if (!etag.isEmpty()) {
                        exchange.getResponseHeaders().set("ETag", etag);
                    }
                    exchange.sendResponseHeaders(status, length);
                    exchange.getResponseBody().write(new byte[length]);
                    exchange.close();
                });
        server.start();
        Duration time = Duration.ofSeconds(5);
        http = new Http(new Http.Limits(time, time, time, 1));
        source =
                new PayloadSource(
                        http,
                        Optional.of(new Credentials("me", "secret")),
                        RateLimit.of(0, new TestInbox()),
                        SIZE);
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private PayloadSource.Opened open(long from, String known)
            throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://%s:%d/payload"
                                .formatted(
                                        InetAddress.getLoopbackAddress().getHostAddress(),
                                        server.getAddress().getPort()));
        return source.open(uri, from, known);
    }

    @ParameterizedTest
    @CsvSource({"bytes 400-999/1000", "bytes 400-999/*"})
    void theRightPartIsTaken(String range) throws Exception {
        status = 206;
        contentRange = range;
        length = 600;
        etag = "\"new\"";
        try (PayloadSource.Opened opened = open(400, "\"old\"")) {
            assertThat(opened.position()).isEqualTo(400);
            assertThat(opened.etag()).isEqualTo("\"new\"");
            assertThat(opened.in().readAllBytes()).hasSize(600);
        }
        assertThat(headers).contains("Range: bytes=400-", "If-Range: \"old\"");
    }

    @ParameterizedTest
    @CsvSource({
        "206, '', 600, wrong part",
        "206, bytes 0-999/1000, 1000, wrong part",
        "206, bytes 401-999/1000, 599, wrong part",
        "206, bytes 400-998/1000, 599, wrong part",
        "206, bytes 400-999/1001, 600, wrong part",
        "206, items 400-999/1000, 600, wrong part",
        "206, bytes 400-999/1000, 599, offer says 600",
        "200, '', 999, offer says 1000",
        "416, bytes */1000, 0, HTTP status 416",
        "204, '', -1, HTTP status 204",
        "500, '', 0, HTTP status 500"
    })
    void anyOtherPartIsRefused(int answered, String range, int bytes, String words) {
        status = answered;
        contentRange = range;
        length = Math.max(0, bytes);
        assertThatThrownBy(() -> open(400, ""))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aWholeFileInsteadOfAPartStartsAtItsFirstByte() throws Exception {
        status = 200;
        length = SIZE;
        try (PayloadSource.Opened opened = open(400, "")) {
            assertThat(opened.position()).isZero();
        }
        assertThat(headers).contains("If-Range: null");
    }

    @Test
    void aWeakETagIsNotKept() throws Exception {
        status = 200;
        length = SIZE;
        etag = "W/\"weak\"";
        try (PayloadSource.Opened opened = open(0, "")) {
            assertThat(opened.etag()).isEmpty();
        }
        assertThat(headers).contains("Range: null");
    }

    @Test
    void credentialsAreNotSentInTheClear() throws Exception {
        status = 200;
        length = SIZE;
        open(0, "").close();
        assertThat(headers).contains("Authorization: null");
    }
}
