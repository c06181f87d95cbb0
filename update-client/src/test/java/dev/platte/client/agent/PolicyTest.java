package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.slot.SlotName;
import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.cup.CupSigner;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which offers are taken, and whose answers count. */
class PolicyTest {
    private static final Request SCHEDULED = new Request.Update(InstallSource.SCHEDULER);
    private static final KeyPair KEY = p256();
    private static final CupSigner SIGNER = new CupSigner(Map.of(7L, KEY.getPrivate()));

    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;
    private final Set<String> nonces = new HashSet<>();

    private static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.keys.put("SERVER", server.url("/v1/update/"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Agent run() throws Exception {
        return run(SCHEDULED);
    }

    private Agent run(Request request) throws Exception {
        Agent agent = host.agent();
        agent.begin();
        agent.handle(request);
        return agent;
    }

    /** The host wants proofs of that key. */
    private void wantsProofs() throws IOException {
        host.write(
                "etc/platte/cup.pem",
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(
                                Base64.getMimeEncoder()
                                        .encodeToString(KEY.getPublic().getEncoded())));
        host.keys.put("CUP_KEY", host.root.resolve("etc/platte/cup.pem").toString());
        host.keys.put("CUP_KEY_ID", "7");
    }

    /** The server proves its answers, and somebody on the way changes them afterwards. */
    private void proves(String header, BinaryOperator<String> meddler) {
        server.says(
                (exchange, request, usual) -> {
                    String query = exchange.getRequestURI().getRawQuery();
                    String cup2key =
                            URLDecoder.decode(
                                    query.replaceAll(".*cup2key=([^&]*).*", "$1"),
                                    StandardCharsets.UTF_8);
                    assertThat(nonces.add(cup2key)).as("a fresh nonce").isTrue();
                    String answer = usual.apply(request);
                    CupProof proof =
                            SIGNER.prove(
                                            CupChallenge.parse(cup2key).orElseThrow(),
                                            request.getBytes(StandardCharsets.UTF_8),
                                            answer.getBytes(StandardCharsets.UTF_8))
                                    .orElseThrow();
                    exchange.getResponseHeaders().set(header, proof.text());
                    return meddler.apply(request, answer);
                });
    }

    @ParameterizedTest
    @CsvSource({
        // runs, offered; taken
        "1.0.0, 1.0.1, true",
        "1.0.0, 1.0.0, false",
        "1.0.0, 1.0.0+build.7, false",
        "1.0.0, 0.9.9, false",
        "1.10.0, 1.9.0, false",
        "1.0.0-rc.1, 1.0.0, true",
        "1.0.0, 1.0.0-rc.1, false",
        "4459.2.1, 4487.0.0, true",
        "what?, 1.0.0, true",
        "what?, what?, false",
        "1.0.0, what?, true",
        "'', 1.0.0, true"
    })
    void onlyWhatIsNewerIsTaken(String running, String offered, boolean taken) throws Exception {
        host.boots(SlotName.A, running, "794e09d3-2587-45ed-8209-ee3b888b3126");
        server.offers(offered);
        State state = run(new Request.Check(InstallSource.SCHEDULER)).state();
        assertThat(state)
                .isInstanceOfSatisfying(
                        State.Deferred.class,
                        deferred ->
                                assertThat(deferred.why().contains("nobody installed it yet"))
                                        .as(deferred.why())
                                        .isEqualTo(taken));
        assertThat(server.events().contains("3/9/" + (35 | 1 << 28))).isEqualTo(!taken);
    }

    private void offersTheWayBack() {
        server.offers("0.9.0");
        server.answers(
                text ->
                        text.replace(
                                "<updatecheck status=\"ok\"",
                                "<updatecheck status=\"ok\" _rollback=\"true\""));
    }

    @Test
    void aWayBackWithoutAProofIsRefused() throws Exception {
        offersTheWayBack();
        Agent agent = run();
        assertThat(agent.state()).isInstanceOf(State.Deferred.class);
        assertThat(agent.situation().reason())
                .contains("0.9.0 is older than 1.0.0", "ALLOW_DOWNGRADE");
    }

    @Test
    void aWayBackThatTheServerProvedIsTaken() throws Exception {
        wantsProofs();
        offersTheWayBack();
        proves("X-Cup-Server-Proof", (_, answer) -> answer);
        assertThat(run().state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void anOlderVersionThatTheServerDoesNotMeanIsRefusedWithAProofToo() throws Exception {
        wantsProofs();
        server.offers("0.9.0");
        proves("X-Cup-Server-Proof", (_, answer) -> answer);
        assertThat(run().state()).isInstanceOf(State.Deferred.class);
    }

    @Test
    void theAdministratorCanAllowTheWayBack() throws Exception {
        server.offers("0.9.0");
        host.keys.put("ALLOW_DOWNGRADE", "true");
        assertThat(run().state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void aProofInTheETagCountsToo() throws Exception {
        wantsProofs();
        proves("ETag", (_, answer) -> answer);
        assertThat(run().state()).isInstanceOf(State.NeedReboot.class);
        assertThat(nonces).as("one for each request").hasSize(4);
    }

    @Test
    void anAnswerWithoutAProofIsNone() throws Exception {
        wantsProofs();
        Agent agent = run();
        assertThat(agent.state()).isInstanceOf(State.Idle.class);
        assertThat(agent.situation().lastError().orElseThrow().failure().code().code())
                .isEqualTo(2000);
        assertThat(agent.situation().lastError().orElseThrow().failure().reason())
                .contains("counts as none", "no proof");
    }

    @Test
    void anAnswerThatWasChangedIsNone() throws Exception {
        wantsProofs();
        proves("X-Cup-Server-Proof", (_, answer) -> answer.replace("2.0.0", "2.0.1"));
        Agent agent = run();
        assertThat(agent.situation().lastError().orElseThrow().failure().reason())
                .contains("not signed by the key of CUP_KEY, or was changed");
    }

    @Test
    void anAnswerToAnotherRequestIsNone() throws Exception {
        wantsProofs();
        String[] first = new String[1];
        server.says(
                (exchange, request, usual) -> {
                    String answer = usual.apply(request);
                    String other = request.replace("stable", "beta");
                    CupProof proof =
                            SIGNER.prove(
                                            CupChallenge.parse("7:replayed").orElseThrow(),
                                            other.getBytes(StandardCharsets.UTF_8),
                                            answer.getBytes(StandardCharsets.UTF_8))
                                    .orElseThrow();
                    first[0] = proof.text();
                    exchange.getResponseHeaders().set("X-Cup-Server-Proof", proof.text());
                    return answer;
                });
        assertThat(run().situation().lastError().orElseThrow().failure().reason())
                .contains("another request");
    }

    @Test
    void reportsCountAsHeardWithAProofOnly() throws Exception {
        wantsProofs();
        proves(
                "X-Cup-Server-Proof",
                (request, answer) ->
                        request.contains("<updatecheck") ? answer : answer + "<!-- changed -->");
        run();
        server.polls.clear();
        proves("X-Cup-Server-Proof", (_, answer) -> answer);
        run();
        assertThat(server.events()).containsExactly("13/1", "14/1", "3/1");
    }

    @Test
    void withoutAutoInstallAnOfferWaitsForAPerson() throws Exception {
        host.keys.put("AUTO_INSTALL", "false");
        Agent agent = run();
        assertThat(agent.state()).isInstanceOf(State.Deferred.class);
        assertThat(agent.situation().reason()).contains("AUTO_INSTALL");
        assertThat(server.events()).isEmpty();

        assertThat(run(new Request.Update(InstallSource.ONDEMAND_UPDATE)).state())
                .isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void afterFailedDownloadsTheTimerWaitsAndAPersonDoesNot() throws Exception {
        server.answers(text -> text.replace(" DisablePayloadBackoff=\"true\"", ""));
        server.payloads(
                (exchange, payload) -> {
                    payload[1_500_000] ^= 1;
                    TestServer.wellBehaved(exchange, payload.clone());
                    payload[1_500_000] ^= 1;
                });
        run();
        Agent agent = run();
        assertThat(agent.state())
                .isInstanceOfSatisfying(
                        State.Deferred.class, deferred -> assertThat(deferred.until()).isPresent());
        assertThat(agent.situation().next()).contains("is taken from");
        assertThat(server.events())
                .containsExactly("13/1", "3/0/" + (29 | 1 << 28), "3/9/" + (40 | 1 << 28));

        server.payloads(TestServer::wellBehaved);
        assertThat(run(new Request.Update(InstallSource.ONDEMAND_UPDATE)).state())
                .isInstanceOf(State.NeedReboot.class);
    }
}
