package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with all that an operator can set: its own address, a pace, signing keys, a proxy in
 * front.
 */
class ConfiguredTest {

    @TempDir static Path keys;
    private static SigningKey seven;
    private static SigningKey eight;
    private static TestDatabase database;
    private static TestServer server;

    private Release release;
    private Machine machine;

    @BeforeAll
    static void start() throws IOException {
        SecureRandom random = new SecureRandom();
        seven = SigningKey.generate(KeyType.P256, random);
        eight = SigningKey.generate(KeyType.P256, random);
        KeyFiles.writePrivate(seven, keys.resolve("7.pem"));
        KeyFiles.writePrivate(eight, keys.resolve("8.pem"));
        Files.writeString(keys.resolve("README"), "not a key");
        database = TestServer.database();
        server =
                TestServer.start(
                        database,
                        "--platte.public-url=https://updates.example.com/base",
                        "--platte.poll-interval=90m",
                        "--platte.disable-payload-backoff=false",
                        "--platte.cup-keys=" + keys,
                        "--platte.bench-endpoint=true",
                        "--platte.trusted-proxies=127.0.0.1,10.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void oneRelease() {
        release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        machine = new Machine(server, release, "1.0.0");
    }

    @Test
    void theConstantThatBenchmarksComparePollsWithIsThereOnlyWhereItIsAskedFor() {
        HttpResponse<String> answer = server.post("/v1/constant", "<request/>");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeBetween(350, 500);
        assertThat(TestServer.shared().post("/v1/constant", "<request/>").statusCode())
                .isEqualTo(404);
    }

    @Test
    void offersNameThePublicAddressAndThePace() {
        Offer offer = (Offer) machine.check();
        assertThat(offer.codebases().getFirst().url())
                .startsWith("https://updates.example.com/base/payloads/")
                .endsWith("/");
        assertThat(offer.pollInterval()).contains(Duration.ofMinutes(90));
        assertThat(offer.manifest().actions().getFirst().disablePayloadBackoff()).isFalse();
        machine.track("unknown");
        assertThat(((NoUpdate) machine.check()).pollInterval()).contains(Duration.ofMinutes(90));
    }

    @Test
    void theCallerBehindTrustedProxiesIsTheOneTheyNameAndNoneBefore() {
        forwarded("6.6.6.6, 203.0.113.9, 10.1.2.3");
        assertThat(machine.host().facts().ip()).isEqualTo("203.0.113.9");
        forwarded("not an address");
        assertThat(machine.host().facts().ip()).isEqualTo("127.0.0.1");
        forwarded("2001:db8::7");
        assertThat(machine.host().facts().ip()).isEqualTo("2001:db8::7");
        assertThat(
                        server.send(server.to("/no-page").header("X-Forwarded-For", "203.0.113.9"))
                                .statusCode())
                .as("pages are not open to the world behind the proxy")
                .isEqualTo(403);
    }

    private void forwarded(String value) {
        server.clock().advance(Duration.ofSeconds(1));
        HttpResponse<String> answer =
                server.send(
                        server.to("/v1/update")
                                .header("X-Forwarded-For", value)
                                .POST(BodyPublishers.ofString(machine.request(Machine.CHECK))));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "8:12345",
                "7:00ff00ff",
                "007:x"
            })
    void anAnswerIsProvedOverTheBytesAsSent(String challenge) throws Exception {
        String body = machine.request(Machine.CHECK);
        HttpResponse<String> answer =
                server.post(
                        "/v1/update/?cup2key=" + challenge.replace(":", "%3A") + "&cup2hreq=00",
                        body);
        assertThat(answer.statusCode()).isEqualTo(200);
        String proof = answer.headers().firstValue("X-Cup-Server-Proof").orElseThrow();
        assertThat(answer.headers().firstValue("ETag")).contains('"' + proof + '"');
        SigningKey key = challenge.startsWith("8") ? eight : seven;
        assertProof(key, challenge, body, answer.body(), proof);
    }

    /** By the recipe of the specification, with the JDK alone. */
    private static void assertProof(
            SigningKey key, String challenge, String request, String response, String proof)
            throws GeneralSecurityException {
        byte[] requestHash = sha256(request.getBytes(StandardCharsets.UTF_8));
        MessageDigest message = MessageDigest.getInstance("SHA-256");
        message.update(requestHash);
        message.update(sha256(response.getBytes(StandardCharsets.UTF_8)));
        message.update(challenge.getBytes(StandardCharsets.UTF_8));
        String[] parts = proof.split(":");
        assertThat(parts[1]).isEqualTo(HexFormat.of().formatHex(requestHash));
        PublicKey known =
                KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(key.verificationKey().encoded()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(known);
        signature.update(message.digest());
        assertThat(signature.verify(HexFormat.of().parseHex(parts[0]))).isTrue();
    }

    private static byte[] sha256(byte[] content) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }

    @Test
    void withoutAChallengeNothingIsSigned() {
        HttpResponse<String> answer = machine.send(Machine.CHECK);
        assertThat(answer.headers().firstValue("X-Cup-Server-Proof")).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9:nonce", "7", "7:", ":nonce", "x:nonce", "-7:nonce", "%zz"})
    void aChallengeThatCannotBeMetIsRefusedBeforeAnythingIsKept(String challenge)
            throws IOException {
        String body = machine.request(Machine.CHECK);
        String answer =
                server.raw(
                        "POST /v1/update?cup2key="
                                + challenge
                                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        machine.poll("<ping active=\"1\"/>");
        assertThat(machine.attempts()).isEmpty();
    }
}
