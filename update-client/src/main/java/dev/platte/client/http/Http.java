package dev.platte.client.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP/1.1 with update_engine's limits: connect timeout, at most ten redirects
 * (libcurl_http_fetcher.cc), a floor of bytes per second; and with two that it lacks: the size of
 * an answer is bounded, and no redirect leads from https to http.
 */
public final class Http implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Limits limits;

    /**
     * The limits of every exchange.
     *
     * @param connect until the connection stands
     * @param headers from the request to the answer's first line
     * @param stall how long fewer than {@code floor} bytes per second are borne
     * @param floor bytes per second
     */
    public record Limits(Duration connect, Duration headers, Duration stall, long floor) {
        public Limits {
            requireNonNull(connect, "connect");
            requireNonNull(headers, "headers");
            requireNonNull(stall, "stall");
            if (floor < 0) {
                throw new IllegalArgumentException("floor " + floor);
            }
        }
    }

    /** A whole answer of bounded size. */
    public record Answer(int status, HttpHeaders headers, byte[] body) {}

    /** An answer whose body is still on its way; close the body. */
    public record Stream(int status, HttpHeaders headers, InputStream body)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** Opens no connection yet. */
    public Http(Limits limits) {
        this.limits = requireNonNull(limits);
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.connect())
                        .executor(threads)
                        .build();
    }

    /**
     * Posts, and reads the whole answer, whatever its status.
     *
     * @param most bytes of the answer that are borne
     * @throws HttpFailure a limit was broken
     * @throws IOException no answer
     */
    public Answer post(URI uri, String contentType, byte[] body, int most)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(limits.headers())
                        .header("Accept", "*/*")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try (Stream stream = exchange(request)) {
            byte[] answer = stream.body().readNBytes(most + 1);
            if (answer.length > most) {
                throw new HttpFailure(
                        HttpFailure.Kind.TOO_LARGE,
                        stream.status(),
                        "%s answered with more than %d bytes".formatted(shown(uri), most));
            }
            return new Answer(stream.status(), stream.headers(), answer);
        }
    }

    /**
     * Gets; the body is read under the stall rule.
     *
     * @param headers sent as given; {@code Authorization} only to the address itself, never to
     *     where it redirects
     */
    public Stream get(URI uri, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(limits.headers()).header("Accept", "*/*");
        headers.forEach(request::header);
        return exchange(request.GET().build());
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** An address as it may stand in logs and errors: without user and query. */
    public static String shown(URI uri) {
        int port = uri.getPort();
        return "%s://%s%s%s"
                .formatted(
                        uri.getScheme(), uri.getHost(), port < 0 ? "" : ":" + port, uri.getPath());
    }

    private Stream exchange(HttpRequest first) throws IOException, InterruptedException {
        HttpRequest request = first;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<InputStream> response =
                    client.send(request, info -> new GuardedBody(limits.stall(), limits.floor()));
            if (!Redirects.is(response.statusCode())) {
                return new Stream(response.statusCode(), response.headers(), response.body());
            }
            response.body().close();
            if (redirects == MAX_REDIRECTS) {
                throw new HttpFailure(
                        HttpFailure.Kind.REDIRECTS,
                        response.statusCode(),
                        "%s redirects more than %d times"
                                .formatted(shown(first.uri()), MAX_REDIRECTS));
            }
            URI to =
                    Redirects.target(
                            request.uri(),
                            response.statusCode(),
                            response.headers().firstValue("Location").orElse(""));
            // The method stays, also on 301 and 302: a check that became a GET would ask nothing.
            request =
                    HttpRequest.newBuilder(
                                    request, (name, _) -> !name.equalsIgnoreCase("Authorization"))
                            .uri(to)
                            .build();
        }
    }
}
