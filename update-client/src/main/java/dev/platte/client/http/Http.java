package dev.platte.client.http;

import static java.util.Objects.requireNonNull;

import dev.platte.client.config.Settings;
import dev.platte.client.config.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * HTTP/1.1 with update_engine's limits: connect timeout, at most ten redirects
 * (libcurl_http_fetcher.cc), a floor of bytes per second; and with two that it lacks: the size of
 * an answer is bounded, and no redirect leads from https to http.
 */
public final class Http implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;
    private static final Duration NO_DEADLINE = Duration.ofDays(365);

    private final Limits limits;
    private final Connections connections;

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

    /** To be called once, before anything of this process speaks HTTP. */
    public static void prepareProcess() {
        System.setProperty(Connections.BASIC_FOR_TUNNELS, "");
    }

    /** Opens no connection yet; none goes through a proxy, and the runtime's authorities count. */
    public Http(Limits limits) {
        this(limits, Transfer.Proxy.NONE, Http::usual);
    }

    private Http(Limits limits, Transfer.Proxy proxy, Connections.Security security) {
        this.limits = requireNonNull(limits);
        this.connections = new Connections(limits, proxy, security);
    }

    private static SSLContext usual() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this runtime has no TLS", e);
        }
    }

    /** As the settings say. */
    public static Http of(Settings settings) {
        Transfer.Patience patience = settings.transfer().patience();
        return new Http(
                new Limits(
                        patience.connect(),
                        patience.request(),
                        patience.stall(),
                        patience.stallRate()),
                settings.transfer().proxy(),
                () -> security(settings));
    }

    private static SSLContext security(Settings settings) throws IOException {
        String server = settings.service().server().map(URI::getHost).orElse("");
        return TlsContext.of(settings.transfer().tls(), server);
    }

    /**
     * Whether the files that the settings name can be used.
     *
     * @throws IOException one cannot, and why
     */
    public static void check(Settings settings) throws IOException {
        security(settings);
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
        try (Stream stream = exchange(request, limits.headers())) {
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
        return exchange(request.GET().build(), NO_DEADLINE);
    }

    @Override
    public void close() {
        connections.close();
    }

    /** An address as it may stand in logs and errors: without user and query. */
    public static String shown(URI uri) {
        int port = uri.getPort();
        return "%s://%s%s%s"
                .formatted(
                        uri.getScheme(), uri.getHost(), port < 0 ? "" : ":" + port, uri.getPath());
    }

    /**
     * Follows redirects to an answer.
     *
     * @param whole within which the whole body must have come
     */
    private Stream exchange(HttpRequest first, Duration whole)
            throws IOException, InterruptedException {
        HttpRequest request = first;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<InputStream> response = connections.send(request, whole);
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
            boolean home = Redirects.isSameOrigin(first.uri(), to);
            // The method stays, also on 301 and 302: a check that became a GET would ask nothing.
            request =
                    HttpRequest.newBuilder(
                                    home ? first : request,
                                    (name, _) -> home || !name.equalsIgnoreCase("Authorization"))
                            .uri(to)
                            .build();
        }
    }
}
