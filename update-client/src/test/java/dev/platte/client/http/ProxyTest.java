package dev.platte.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Through proxies, and around them. */
@Timeout(60)
class ProxyTest {
    private static TestAuthority authority;
    private static TestAuthority.Identity identity;

    @TempDir private Path directory;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private TestProxy proxy;
    private HttpServer plain;
    private HttpsServer secure;

    @BeforeAll
    static void authority() throws Exception {
        authority = new TestAuthority("ours");
        identity = authority.issue(List.of("127.0.0.1"));
    }

    @BeforeEach
    void start() throws Exception {
        proxy = new TestProxy("me:se cret:ü");
        plain = HttpServer.create(anyPort(), 0);
        secure = HttpsServer.create(anyPort(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.server(identity)));
        for (HttpServer server : List.of(plain, secure)) {
            server.setExecutor(threads);
            server.createContext(
                    "/",
                    exchange -> {
                        seen.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + exchange.getRequestHeaders()
                                                .getFirst("Proxy-Authorization"));
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, 2);
                        exchange.getResponseBody().write(new byte[] {'o', 'k'});
                        exchange.close();
                    });
            server.start();
        }
        keys.put(
                "TLS_CA",
                TestAuthority.write(directory.resolve("ca.pem"), authority.certificate).toString());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        plain.stop(0);
        secure.stop(0);
        threads.shutdownNow();
    }

    private URI plainUri() {
        return URI.create("http://127.0.0.1:%d/v1/?a=b".formatted(plain.getAddress().getPort()));
    }

    private URI secureUri() {
        return URI.create("https://127.0.0.1:%d/v1/".formatted(secure.getAddress().getPort()));
    }

    private int ask(URI uri) throws Exception {
        Settings settings =
                SettingsReader.read(
                                new SettingsReader.Sources(
                                        directory.resolve("root"),
                                        Optional.empty(),
                                        keys,
                                        environment))
                        .settings();
        try (Http http = Http.of(settings)) {
            return http.post(uri, "text/xml", new byte[] {1, 2, 3}, 100).status();
        }
    }

    private void named() {
        keys.put("PROXY", proxy.address());
        keys.put("PROXY_USER", "me");
        keys.put("PROXY_PASSWORD", "se cret:ü");
    }

    @Test
    void plainRequestsGoThroughItWithOurName() throws Exception {
        named();
        assertThat(ask(plainUri())).isEqualTo(200);
        assertThat(proxy.requests.getLast()).isEqualTo("POST " + plainUri() + " HTTP/1.1");
        assertThat(seen).containsExactly("POST /v1/?a=b null");
    }

    @Test
    void secureRequestsGoThroughATunnelThatLearnsNothing() throws Exception {
        named();
        assertThat(ask(secureUri())).isEqualTo(200);
        assertThat(proxy.requests.getLast())
                .isEqualTo("CONNECT 127.0.0.1:%d HTTP/1.1".formatted(secureUri().getPort()));
        assertThat(seen).as("our name is the proxy's alone").containsExactly("POST /v1/ null");
    }

    @Test
    void aWrongPasswordIsSaid() {
        named();
        keys.put("PROXY_PASSWORD", "wrong");
        for (URI uri : List.of(plainUri(), secureUri())) {
            assertThatThrownBy(() -> ask(uri))
                    .hasMessageContaining("proxy")
                    .hasMessageNotContaining("wrong");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void noNameIsSaidWhereTheProxyWantsOne() {
        keys.put("PROXY", proxy.address());
        assertThatThrownBy(() -> ask(plainUri())).hasMessageContaining("PROXY_USER");
        assertThatThrownBy(() -> ask(secureUri())).hasMessageContaining("PROXY_USER");
    }

    @Test
    void theEnvironmentCountsWhereNoFileNamesOne() throws Exception {
        environment.put("https_proxy", "http://me:se%20cret%3A%C3%BC@127.0.0.1:" + proxy.port());
        assertThat(ask(secureUri())).isEqualTo(200);
        assertThat(proxy.requests).hasSize(1);
        assertThat(ask(plainUri())).isEqualTo(200);
        assertThat(proxy.requests).as("only for https").hasSize(1);
        environment.put("no_proxy", "example.com, 127.0.0.0/8");
        assertThat(ask(secureUri())).isEqualTo(200);
        assertThat(proxy.requests).hasSize(1);
    }

    @Test
    void directMeansDirectWhateverTheEnvironmentSays() throws Exception {
        environment.put("ALL_PROXY", proxy.address());
        keys.put("PROXY", "direct");
        assertThat(ask(plainUri())).isEqualTo(200);
        assertThat(ask(secureUri())).isEqualTo(200);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void whatACgiClientCanSetIsNotRead() throws Exception {
        environment.put("HTTP_PROXY", proxy.address());
        assertThat(ask(plainUri())).isEqualTo(200);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void exceptionsAreReachedDirectly() throws Exception {
        named();
        keys.put("NO_PROXY", "127.0.0.1");
        assertThat(ask(plainUri())).isEqualTo(200);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void aProxyThatIsDownIsNamed() throws Exception {
        named();
        proxy.close();
        assertThatThrownBy(() -> ask(secureUri()))
                .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port());
    }

    @Test
    void aProxyThatDoesNotConnectIsAFailure() {
        named();
        proxy.connectAnswer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        assertThatThrownBy(() -> ask(secureUri()))
                .hasMessageContaining("does not connect us to 127.0.0.1 (HTTP status 502)");
        assertThat(seen).isEmpty();
    }

    @Test
    void aProxyThatSpeaksForTheServerIsFoundOut() {
        named();
        proxy.connectAnswer =
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok";
        assertThatThrownBy(() -> ask(secureUri())).isInstanceOf(IOException.class);
    }
}
