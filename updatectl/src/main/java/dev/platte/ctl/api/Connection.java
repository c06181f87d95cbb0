package dev.platte.ctl.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How a server is reached: whose certificates count, and through which proxy. */
final class Connection {
    private static final int USUAL_PORT = 3128;

    private Connection() {}

    /**
     * @param authorities a file of certificates in PEM, the only ones that count; empty: Java's own
     * @param environment names proxies as curl reads them
     */
    static HttpClient open(URI server, Optional<Path> authorities, Map<String, String> environment)
            throws IOException {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10));
        if (authorities.isPresent()) {
            client.sslContext(trusting(authorities.get()));
        }
        Optional<InetSocketAddress> proxy = proxy(server, environment);
        proxy.ifPresent(address -> client.proxy(ProxySelector.of(address)));
        return client.build();
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
    static Optional<InetSocketAddress> proxy(URI server, Map<String, String> environment)
            throws IOException {
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
                int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
                return Optional.of(InetSocketAddress.createUnresolved(proxy.getHost(), port));
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
