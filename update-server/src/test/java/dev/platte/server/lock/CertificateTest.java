package dev.platte.server.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.verb.Caller;
import dev.platte.policy.lock.LockRules;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that show certificates: to TLS of our own, and to a proxy in front. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateTest {

    private static final String GROUP = "certified";

    private Authority authority;
    private TestDatabase database;
    private TestServer direct;
    private TestServer behindProxy;

    @BeforeAll
    void start(@TempDir Path files) throws Exception {
        authority = Authority.create();
        Path store = files.resolve("server.p12");
        Path trust = files.resolve("trust.p12");
        authority.issue("CN=localhost").save(store);
        authority.saveAsTrust(trust);
        database = TestServer.database();
        direct =
                TestServer.start(
                        database,
                        "--server.ssl.key-store=" + store,
                        "--server.ssl.key-store-password=" + Authority.PASSWORD,
                        "--server.ssl.key-store-type=PKCS12",
                        "--server.ssl.trust-store=" + trust,
                        "--server.ssl.trust-store-password=" + Authority.PASSWORD,
                        "--server.ssl.trust-store-type=PKCS12",
                        "--server.ssl.client-auth=want");
        behindProxy =
                TestServer.start(
                        database,
                        "--platte.trusted-proxies=127.0.0.1",
                        "--platte.client-certificate-header=Client-Cert");
        direct.get(LockGroups.class)
                .create(
                        GROUP,
                        new LockSettings("", LockRules.USUAL, LockAccess.CERTIFICATE, List.of()),
                        Caller.system("test"));
    }

    @AfterAll
    void stop() {
        direct.close();
        behindProxy.close();
        database.close();
    }

    private int asks(Authority.Identity identity, String host) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(identity.context(authority)).build()) {
            URI place = URI.create("https://localhost:" + direct.port() + "/v1/steady-state");
            return client.send(request(place, host).build(), BodyHandlers.ofString()).statusCode();
        }
    }

    private static HttpRequest.Builder request(URI place, String host) {
        return HttpRequest.newBuilder(place)
                .header("fleet-lock-protocol", "true")
                .POST(
                        BodyPublishers.ofString(
                                "{\"client_params\":{\"id\":\"%s\",\"group\":\"%s\"}}"
                                        .formatted(host, GROUP)));
    }

    @Test
    void aCertificateOpensItsHostInItsGroup() throws Exception {
        Authority.Identity host = authority.issue("CN=host-1,OU=certified,O=Example");

        assertThat(asks(host, "host-1")).isEqualTo(200);
        assertThat(asks(host, "host-2")).isEqualTo(401);
        assertThat(asks(authority.issue("CN=host-1,OU=other"), "host-1")).isEqualTo(401);
        assertThat(asks(Authority.Identity.NOBODY, "host-1")).isEqualTo(401);
    }

    @Test
    void certificatesOfStrangersAreRefusedByTls() throws Exception {
        Authority.Identity stranger = Authority.create().issue("CN=host-1,OU=certified");

        assertThatThrownBy(() -> asks(stranger, "host-1")).isInstanceOf(IOException.class);
    }

    private int passedOn(String header, String host) {
        HttpResponse<String> answer =
                behindProxy.send(
                        request(behindProxy.url("/v1/steady-state"), host)
                                .header("Client-Cert", header));
        return answer.statusCode();
    }

    @Test
    void aTrustedProxyPassesCertificatesOn() throws Exception {
        byte[] der = authority.issue("CN=host-1,OU=certified").certificate().getEncoded();
        String base64 = Base64.getEncoder().encodeToString(der);
        String pem =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n";
        String nginx = URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");

        assertThat(passedOn(":" + base64 + ":", "host-1")).as("RFC 9440").isEqualTo(200);
        assertThat(passedOn(base64, "host-1")).as("HAProxy").isEqualTo(200);
        assertThat(passedOn(nginx, "host-1")).as("nginx").isEqualTo(200);
        assertThat(passedOn(base64, "host-2")).isEqualTo(401);
        assertThat(passedOn("rubbish", "host-1")).isEqualTo(401);
    }

    @Test
    void nobodyElsePassesCertificatesOn() throws Exception {
        byte[] der = authority.issue("CN=host-1,OU=certified").certificate().getEncoded();
        TestServer open = TestServer.start(database);
        try {
            HttpResponse<String> answer =
                    open.send(
                            request(open.url("/v1/steady-state"), "host-1")
                                    .header(
                                            "Client-Cert",
                                            Base64.getEncoder().encodeToString(der)));
            assertThat(answer.statusCode()).isEqualTo(401);
        } finally {
            open.close();
        }
    }
}
