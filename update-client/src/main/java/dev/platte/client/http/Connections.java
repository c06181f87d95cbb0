package dev.platte.client.http;

import dev.platte.client.config.Transfer;
import dev.platte.client.config.Transfer.Hop;
import dev.platte.client.http.Http.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over the wire, through a proxy where there is one. The runtime tells a
 * proxy on the way to a TLS server who we are only if {@value #BASIC_FOR_TUNNELS} was empty when
 * the first client of the process was made (net.properties); whoever starts the process sees to it.
 */
final class Connections implements AutoCloseable {
    static final String BASIC_FOR_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Limits limits;
    private final ProxyRules proxies;
    private final Security security;
    private final HttpClient plain;
    private @Nullable HttpClient secure;
    private boolean closed;

    /** Made with the first secure connection: reading a host's authorities takes a while. */
    @FunctionalInterface
    interface Security {
        SSLContext make() throws IOException;
    }

    Connections(Limits limits, Transfer.Proxy proxy, Security security) {
        this.limits = limits;
        this.proxies = new ProxyRules(proxy);
        this.security = security;
        this.plain = builder().build();
    }

    private HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .proxy(proxies)
                .executor(threads);
    }

    private synchronized HttpClient client(URI uri) throws IOException {
        if (!uri.getScheme().equalsIgnoreCase("https")) {
            return plain;
        }
        HttpClient made = secure;
        if (made == null) {
            made = builder().sslContext(security.make()).build();
            secure = made;
            if (closed) {
                made.shutdownNow();
            }
        }
        return made;
    }

    @Override
    public synchronized void close() {
        closed = true;
        plain.shutdownNow();
        HttpClient made = secure;
        if (made != null) {
            made.shutdownNow();
        }
        threads.shutdownNow();
    }

    /**
     * Sends it, and follows no redirect.
     *
     * @param whole within which the whole body must have come
     */
    HttpResponse<InputStream> send(HttpRequest request, Duration whole)
            throws IOException, InterruptedException {
        Optional<Hop> hop = proxies.hop(request.uri());
        HttpClient client = client(request.uri());
        HttpResponse<InputStream> response;
        try {
            response =
                    client.send(
                            introduced(request, hop),
                            _ -> new GuardedBody(limits.stall(), limits.floor(), whole));
        } catch (IOException e) {
            throw new Trouble(request.uri(), hop.map(Hop::toString)).named(e);
        } catch (IllegalArgumentException e) {
            // The runtime's client lets this out where a header is no number.
            throw new IOException(
                    "%s does not speak HTTP: %s"
                            .formatted(Http.shown(request.uri()), e.getMessage()),
                    e);
        }
        if (hop.isPresent()) {
            requirePassed(response, hop.get());
        }
        return response;
    }

    /** Tells the proxy who we are without being asked, as curl does; a server never hears it. */
    private static HttpRequest introduced(HttpRequest request, Optional<Hop> hop) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(
                        request, (name, _) -> !name.equalsIgnoreCase("Proxy-Authorization"));
        hop.flatMap(Hop::credentials)
                .ifPresent(who -> builder.header("Proxy-Authorization", who.basic()));
        return builder.build();
    }

    /** What a proxy answers to CONNECT comes without a body. */
    private static void requirePassed(HttpResponse<@Nullable InputStream> response, Hop hop)
            throws IOException {
        if (response.statusCode() != 407) {
            return;
        }
        InputStream body = response.body();
        if (body != null) {
            body.close();
        }
        throw new HttpFailure(
                HttpFailure.Kind.PROXY,
                407,
                "the proxy %s does not let us through (HTTP status 407): check PROXY_USER and PROXY_PASSWORD"
                        .formatted(hop));
    }
}
