package dev.platte.ctl.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectionTest {
    private static final String PASSWORD = "changeit";

    @TempDir Path work;

    @Test
    void anAuthorityOfOnesOwnIsTrustedWhenItIsNamed() throws Exception {
        Path store = keystore("-validity", "2");
        HttpsServer server = serve(store);
        try {
            URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            assertThat(api(url, Optional.of(authority())).get(Place.of("me")).value())
                    .isEqualTo(List.of());
            assertThatThrownBy(() -> api(url, Optional.empty()).get(Place.of("me")))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("nobody who is trusted here has signed its certificate")
                    .hasMessageContaining("--ca-file FILE");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExpiredCertificateIsCalledSo() throws Exception {
        Path store = keystore("-startdate", "2020/01/01 00:00:00", "-validity", "1");
        HttpsServer server = serve(store);
        try {
            URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            assertThatThrownBy(() -> api(url, Optional.of(authority())).get(Place.of("me")))
                    .hasMessageContaining("its certificate has expired");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatHoldsNoCertificateIsRefused() throws IOException {
        Path file = Files.writeString(work.resolve("ca.pem"), "nothing\n");
        URI url = URI.create("https://updates.example.com");
        assertThatThrownBy(() -> Connection.open(url, Optional.of(file), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.pem holds no certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, HTTPS_PROXY, http://p.example:8080, , p.example:8080",
        "https://a.example, https_proxy, p.example, , p.example:3128",
        "http://a.example, HTTPS_PROXY, http://p.example:8080, ,",
        "http://a.example, http_proxy, http://u:pw@p.example:1, , p.example:1",
        "http://a.example, HTTP_PROXY, http://p.example:1, ,",
        "https://a.example, HTTPS_PROXY, http://p.example:8080, .example,",
        "https://a.example, HTTPS_PROXY, http://p.example:8080, b.example, p.example:8080",
        "https://127.0.0.1, HTTPS_PROXY, http://p.example:8080, ,"
    })
    void proxiesAreReadAsCurlReadsThem(
            String server, String name, String value, String except, String expected)
            throws IOException {
        Map<String, String> environment =
                except == null ? Map.of(name, value) : Map.of(name, value, "NO_PROXY", except);
        assertThat(Connection.proxy(URI.create(server), environment).map(Connection.Hop::toString))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:pw@p.example, u:pw",
        "http://anna:p%40ss%3Aword@p.example:80, anna:p@ss:word",
        "http://anna@p.example, anna:",
        "http://p.example,"
    })
    void aProxyIsToldWhoWeAre(String proxy, String who) throws IOException {
        Connection.Hop hop =
                Connection.proxy(URI.create("https://a.example"), Map.of("HTTPS_PROXY", proxy))
                        .orElseThrow();
        assertThat(hop.introduction())
                .isEqualTo(
                        Optional.ofNullable(who)
                                .map(
                                        text ->
                                                "Basic "
                                                        + Base64.getEncoder()
                                                                .encodeToString(
                                                                        text.getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8))));
        assertThat(hop.toString()).doesNotContain("u:", "anna");
    }

    @Test
    void aProxyBeforeATlsServerGetsThePasswordAndTheServerDoesNot() throws Exception {
        HttpsServer server = serve(keystore("-validity", "2"));
        int port = server.getAddress().getPort();
        try (Tunnel proxy = new Tunnel(port)) {
            URI url = URI.create("https://updates.example.com:" + port);
            assertThatThrownBy(() -> through(url, proxy, "http://127.0.0.1:"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("with a user and a password only")
                    .hasMessageContaining("127.0.0.1:" + proxy.port());
            assertThatThrownBy(() -> through(url, proxy, "http://u:wrong@127.0.0.1:"))
                    .hasMessageContaining("look whether they are right")
                    .hasMessageNotContaining("wrong@");
            // Let through: it is the server's certificate that is of another name.
            assertThatThrownBy(() -> through(url, proxy, "http://u:pw@127.0.0.1:"))
                    .hasMessageContaining("no trusted TLS connection");
            assertThat(proxy.heard()).contains("Basic dTpwdw==");
        } finally {
            server.stop(0);
        }
    }

    private Object through(URI url, Tunnel proxy, String address) throws Exception {
        Connection connection =
                Connection.open(
                        url,
                        Optional.of(authority()),
                        Map.of("HTTPS_PROXY", address + proxy.port()));
        return new Api("s3cret", new Exchange(url, connection, pause -> {})).get(Place.of("me"));
    }

    @Test
    void aProxyThatIsNoAddressIsRefusedWithoutItsPassword() {
        assertThatThrownBy(
                        () ->
                                Connection.proxy(
                                        URI.create("https://a.example"),
                                        Map.of("HTTPS_PROXY", "socks5://u:secret@p.example")))
                .hasMessageContaining("http://proxy.example.com:3128")
                .hasMessageNotContaining("secret");
    }

    private static Api api(URI url, Optional<Path> authorities) throws IOException {
        return new Api(
                "s3cret",
                new Exchange(url, Connection.open(url, authorities, Map.of()), pause -> {}));
    }

    private static HttpsServer serve(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    try (exchange;
                            InputStream in = exchange.getRequestBody()) {
                        in.readAllBytes();
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, 2);
                        exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
                    }
                });
        server.start();
        return server;
    }

    /** A server's key whose certificate an authority has signed, which lies beside it. */
    private Path keystore(String... validity) throws Exception {
        Path store = work.resolve("server.p12");
        keytool(store, "-genkeypair -alias ca -keyalg EC -dname CN=Ours -ext bc:c");
        keytool(store, "-exportcert -rfc -alias ca -file " + authority());
        List<String> signed = new ArrayList<>();
        signed.addAll(words("-genkeypair -alias server -signer ca -keyalg EC -dname CN=127.0.0.1"));
        signed.addAll(words("-ext san=ip:127.0.0.1"));
        signed.addAll(List.of(validity));
        keytool(store, signed);
        keytool(store, "-delete -alias ca");
        return store;
    }

    private Path authority() {
        return work.resolve("ca.pem");
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }

    private static void keytool(Path store, String line) throws Exception {
        keytool(store, words(line));
    }

    private static void keytool(Path store, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
