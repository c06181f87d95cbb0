package dev.platte.ctl.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a server is reached: whose certificates count, and through which proxy. Java tells a proxy on
 * the way to a TLS server who we are only if {@code jdk.http.auth.tunneling.disabledSchemes} was
 * empty when the process made its first client (net.properties); {@code main} sees to it.
 *
 * @param hop the proxy that a request passes, if any
 */
record Connection(HttpClient http, Optional<Hop> hop) {
    private static final int USUAL_PORT = 3128;

    /**
     * A proxy.
     *
     * @param introduction what it is told of who we are, as the header Proxy-Authorization has it
     */
    record Hop(InetSocketAddress address, Optional<String> introduction) {

        static Hop of(URI proxy) {
            int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
            return new Hop(
                    InetSocketAddress.createUnresolved(proxy.getHost(), port),
                    // Decoded, as curl does; without a colon there is no password.
                    Optional.ofNullable(proxy.getUserInfo())
                            .map(who -> who.contains(":") ? who : who + ":")
                            .map(who -> who.getBytes(StandardCharsets.UTF_8))
                            .map(who -> "Basic " + Base64.getEncoder().encodeToString(who)));
        }

        /** Never with the password. */
        @Override
        public String toString() {
            return address.getHostString() + ":" + address.getPort();
        }
    }

    /**
     * Opens the way to a server.
     *
     * @param authorities a file of certificates in PEM, the only ones that count; empty: Java's own
     * @param environment names proxies as curl reads them
     */
    static Connection open(URI server, Optional<Path> authorities, Map<String, String> environment)
            throws IOException {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10));
        if (authorities.isPresent()) {
            client.sslContext(trusting(authorities.get()));
        }
        Optional<Hop> proxy = proxy(server, environment);
        proxy.ifPresent(hop -> client.proxy(ProxySelector.of(hop.address())));
        return new Connection(client.build(), proxy);
    }

    /** A request to that server, which introduces itself to the proxy unasked, as curl's does. */
    HttpRequest.Builder request(URI place) {
        HttpRequest.Builder request = HttpRequest.newBuilder(place);
        hop.flatMap(Hop::introduction).ifPresent(who -> request.header("Proxy-Authorization", who));
        return request;
    }

    /**
     * What the server answers, or its proxy.
     *
     * @throws IOException also where the proxy lets nobody through
     */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() == 407 && hop.isPresent()) {
            // What a proxy answers to CONNECT comes without a body.
            InputStream body = response.body();
            if (body != null) {
                body.close();
            }
            throw new IOException(
                    "the proxy %s lets us through with a user and a password only: write them into its variable, http://USER:PASSWORD@%s, and look whether they are right"
                            .formatted(hop.get(), hop.get()));
        }
        return response;
    }

    private static SSLContext trusting(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(
                        file + " holds no certificate; it needs those of authorities in PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate each : found) {
                store.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates in PEM: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS and PKCS#12", e);
        }
    }

    /** As curl: HTTPS_PROXY for https, http_proxy in lower case alone for http, NO_PROXY. */
    static Optional<Hop> proxy(URI server, Map<String, String> environment) throws IOException {
        boolean tls = "https".equals(server.getScheme());
        Optional<String> said =
                (tls ? Stream.of("HTTPS_PROXY", "https_proxy") : Stream.of("http_proxy"))
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isBlank())
                        .findFirst();
        String excepted =
                environment.getOrDefault("NO_PROXY", environment.getOrDefault("no_proxy", ""));
        if (said.isEmpty() || isExcepted(server.getHost(), excepted)) {
            return Optional.empty();
        }
        String text = said.get().contains("://") ? said.get() : "http://" + said.get();
        try {
            URI proxy = new URI(text.strip());
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null) {
                return Optional.of(Hop.of(proxy));
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may hold a password.
        }
        throw new IOException(
                "the proxy in the environment is no address such as http://proxy.example.com:3128");
    }

    /** This machine is never reached through a proxy. */
    private static boolean isExcepted(String host, String list) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]")) {
            return true;
        }
        return Stream.of(list.split(","))
                .map(each -> each.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .filter(each -> !each.isEmpty())
                .anyMatch(
                        each -> each.equals("*") || name.equals(each) || name.endsWith("." + each));
    }
}
