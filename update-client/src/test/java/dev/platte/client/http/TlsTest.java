package dev.platte.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are believed, and what is said of the others. */
@Timeout(60)
class TlsTest {
    private static final String HOST = "127.0.0.1";

    private static TestAuthority ours;
    private static TestAuthority theirs;
    private static TestAuthority.Identity good;

    @TempDir private Path directory;
    private final Map<String, String> keys = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeAll
    static void authorities() throws Exception {
        ours = new TestAuthority("ours");
        theirs = new TestAuthority("theirs");
        good = ours.issue(List.of(HOST));
    }

    @BeforeEach
    void trustOurs() throws IOException {
        keys.put(
                "TLS_CA",
                TestAuthority.write(directory.resolve("ca.pem"), ours.certificate).toString());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private URI serves(SSLContext context, boolean wantsClient) throws IOException {
        HttpsServer https =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters all = context.getDefaultSSLParameters();
                        all.setNeedClientAuth(wantsClient);
                        parameters.setSSLParameters(all);
                    }
                });
        return starts(https);
    }

    private URI starts(HttpServer made) {
        server = made;
        made.setExecutor(threads);
        made.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write(new byte[] {'o', 'k'});
                    exchange.close();
                });
        made.start();
        return URI.create("https://%s:%d/".formatted(HOST, made.getAddress().getPort()));
    }

    private URI serves(TestAuthority.Identity identity) throws Exception {
        return serves(ours.server(identity), false);
    }

    private Settings settings(URI server) throws Exception {
        Map<String, String> all = new HashMap<>(keys);
        all.put("SERVER", server.toString());
        return SettingsReader.read(
                        new SettingsReader.Sources(
                                directory.resolve("root"), Optional.empty(), all, Map.of()))
                .settings();
    }

    private int ask(URI uri) throws Exception {
        try (Http http = Http.of(settings(uri))) {
            return http.post(uri, "text/xml", new byte[] {1}, 100).status();
        }
    }

    private void assertRefused(URI uri, String... words) {
        assertThatThrownBy(() -> ask(uri))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(HttpFailure.Kind.TLS);
                            assertThat(e).hasMessageContaining("TLS with " + HOST + " failed: ");
                            assertThat(e.getMessage()).contains(words);
                        });
    }

    @Test
    void anAuthorityOfOnesOwnIsBelieved() throws Exception {
        assertThat(ask(serves(good))).isEqualTo(200);
    }

    @Test
    void allFilesOfADirectoryAreBelieved() throws Exception {
        Path authorities = Files.createDirectories(directory.resolve("authorities"));
        TestAuthority.write(authorities.resolve("a.crt"), theirs.certificate);
        TestAuthority.write(authorities.resolve("b.pem"), ours.certificate);
        Files.writeString(authorities.resolve("README"), "no certificate");
        keys.put("TLS_CA", authorities.toString());
        assertThat(ask(serves(good))).isEqualTo(200);
    }

    @Test
    void theHostsOwnAuthoritiesCountWhereNoneAreNamed() throws Exception {
        keys.remove("TLS_CA");
        URI uri = serves(good);
        assertRefused(uri, "no authority that this host trusts", "TLS_CA");
        Path system = directory.resolve("root/etc/ssl/certs/ca-certificates.crt");
        Files.createDirectories(system.getParent());
        TestAuthority.write(system, theirs.certificate, ours.certificate);
        assertThat(ask(uri)).isEqualTo(200);
    }

    @Test
    void anotherAuthorityIsNotBelieved() throws Exception {
        keys.put(
                "TLS_CA",
                TestAuthority.write(directory.resolve("ca.pem"), theirs.certificate).toString());
        assertRefused(serves(good), "no authority that this host trusts", "TLS_CA");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertRefused(
                serves(ours.issue(List.of(HOST), Duration.ofDays(-9), Duration.ofDays(-1))),
                "has expired",
                "clock");
    }

    @Test
    void aCertificateOfTheFutureIsRefused() throws Exception {
        assertRefused(
                serves(ours.issue(List.of(HOST), Duration.ofDays(1), Duration.ofDays(9))),
                "not valid yet",
                "clock");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        assertRefused(serves(ours.issue(List.of("updates.example"))), "for another name");
        server.stop(0);
        assertRefused(serves(ours.issue(List.of("127.0.0.2"))), "for another name");
    }

    @Test
    void aPinnedKeyIsDemandedBesides() throws Exception {
        URI uri = serves(good);
        keys.put("TLS_PINS", ours.issue(List.of(HOST)).pin() + ", " + good.pin());
        assertThat(ask(uri)).isEqualTo(200);
        keys.put("TLS_PINS", ours.issue(List.of(HOST)).pin());
        assertRefused(uri, "none of TLS_PINS", "sha256");
    }

    @Test
    void aPinDoesNotReplaceTheAuthority() throws Exception {
        keys.put(
                "TLS_CA",
                TestAuthority.write(directory.resolve("ca.pem"), theirs.certificate).toString());
        keys.put("TLS_PINS", good.pin());
        assertRefused(serves(good), "no authority that this host trusts");
    }

    @Test
    void aServerThatWantsToKnowUsIsShownOurCertificate() throws Exception {
        TestAuthority.Identity us = ours.issue(List.of("host-1"));
        URI uri = serves(ours.server(good), true);
        assertThatThrownBy(() -> ask(uri))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("client certificate (TLS_CLIENT_CERT)");
        keys.put(
                "TLS_CLIENT_CERT",
                TestAuthority.write(directory.resolve("us.pem"), us.certificate()).toString());
        keys.put(
                "TLS_CLIENT_KEY",
                TestAuthority.write(directory.resolve("us.key"), us.keys()).toString());
        assertThat(ask(uri)).isEqualTo(200);
    }

    @Test
    void aKeyOfAnotherCertificateIsNamed() throws Exception {
        keys.put(
                "TLS_CLIENT_CERT",
                TestAuthority.write(
                                directory.resolve("us.pem"), ours.issue(List.of("x")).certificate())
                        .toString());
        keys.put(
                "TLS_CLIENT_KEY",
                TestAuthority.write(directory.resolve("us.key"), good.keys()).toString());
        Settings settings = settings(URI.create("https://updates.example/"));
        assertThatThrownBy(() -> Http.check(settings))
                .hasMessageContaining("us.key is not the key of the first certificate in")
                .hasMessageContaining("TLS_CLIENT_KEY");
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        keys.put("TLS_CA", empty.toString());
        Settings none = settings(URI.create("https://updates.example/"));
        assertThatThrownBy(() -> Http.check(none)).hasMessageContaining("no certificate in");
        Files.writeString(empty, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> Http.check(none)).hasMessageContaining("empty.pem");
        keys.put("TLS_CA", directory.resolve("missing.pem").toString());
        Settings missing = settings(URI.create("https://updates.example/"));
        assertThatThrownBy(() -> Http.check(missing)).hasMessageContaining("missing.pem");
    }

    @Test
    void aServerWithoutTlsIsSaid() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answersInPlain(plain));
            assertRefused(
                    URI.create("https://%s:%d/".formatted(HOST, plain.getLocalPort())),
                    "does not speak TLS");
        }
    }

    private static void answersInPlain(ServerSocket plain) {
        try (Socket caller = plain.accept()) {
            caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The caller is gone.
        }
    }

    @Test
    void noRedirectLeadsBackToHttp() throws Exception {
        URI uri = serves(good);
        server.createContext(
                "/down",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        assertThatThrownBy(() -> ask(uri.resolve("/down")))
                .hasMessageContaining("redirects from https to http");
    }
}
