package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers, payloads and hosts that are not as they should be. After each: the right code was told,
 * the running slot is as it was, and the other one is as it was or not bootable.
 */
@Timeout(60)
class RefusalTest {
    @TempDir private Path directory;

    /** What is wrong, and what update_engine calls it. */
    private record Wrong(String name, int code, String words, Trouble trouble) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Trouble {
        /** Changes the host, then the server. */
        void make(TestHost host, TestServer server) throws IOException;
    }

    private static Wrong payloadServer(
            String name, int code, String words, TestServer.Handler handler) {
        return new Wrong(name, code, words, (_, server) -> server.payloads(handler));
    }

    private static Wrong answer(String name, int code, String words, UnaryOperator<String> answer) {
        return new Wrong(name, code, words, (_, server) -> server.answers(answer));
    }

    private static TestServer.Handler changed(UnaryOperator<byte[]> change) {
        return (exchange, payload) ->
                TestServer.wellBehaved(exchange, change.apply(payload.clone()));
    }

    private static Stream<Wrong> wrongs() {
        return Stream.of(
                payloadServer(
                        "every connection is cut", 9, "broke", TestServer.cutAfter(1_500_000)),
                payloadServer(
                        "not found",
                        9,
                        "404",
                        (exchange, _) -> {
                            exchange.sendResponseHeaders(404, -1);
                            exchange.close();
                        }),
                payloadServer(
                        "redirects to itself",
                        9,
                        "redirects",
                        (exchange, _) -> {
                            exchange.getResponseHeaders().set("Location", "update.gz");
                            exchange.sendResponseHeaders(302, -1);
                            exchange.close();
                        }),
                payloadServer(
                        "a part that nobody asked for",
                        9,
                        "nobody asked",
                        (exchange, payload) -> {
                            exchange.sendResponseHeaders(206, payload.length);
                            exchange.getResponseBody().write(payload);
                            exchange.close();
                        }),
                payloadServer(
                        "stalls",
                        9,
                        "stalled",
                        (exchange, payload) -> {
                            exchange.sendResponseHeaders(200, payload.length);
                            exchange.getResponseBody().write(payload, 0, 1_500_000);
                            exchange.getResponseBody().flush();
                            hang(exchange.getRequestURI().toString());
                        }),
                payloadServer(
                        "announces another size",
                        11,
                        "offer says",
                        (exchange, payload) -> {
                            exchange.sendResponseHeaders(200, payload.length - 1);
                            exchange.getResponseBody().write(payload, 0, payload.length - 1);
                            exchange.close();
                        }),
                payloadServer(
                        "ends early as if that were all",
                        9,
                        "too early",
                        (exchange, payload) -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write(payload, 0, 1_500_000);
                            exchange.close();
                        }),
                payloadServer(
                        "sends more than it offered",
                        11,
                        "more than",
                        (exchange, payload) -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write(payload);
                            exchange.getResponseBody().write(new byte[100]);
                            exchange.close();
                        }),
                payloadServer(
                        "another payload of the same size",
                        29,
                        "operation 1",
                        changed(
                                payload -> {
                                    payload[1_500_000] ^= 1;
                                    return payload;
                                })),
                payloadServer(
                        "not a payload",
                        21,
                        "header",
                        changed(
                                payload -> {
                                    payload[0] = 'X';
                                    return payload;
                                })),
                answer("no XML", 31, "no Omaha response", _ -> "hello"),
                answer(
                        "an entity trick",
                        31,
                        "no Omaha response",
                        text ->
                                "<!DOCTYPE r [<!ENTITY a 'b'>]>"
                                        + text.substring(text.indexOf("<response"))),
                answer("nothing", 30, "nothing", _ -> ""),
                answer("a huge answer", 34, "more than", text -> text + " ".repeat(2 << 20)),
                answer(
                        "an unknown status",
                        34,
                        "refused",
                        text ->
                                text.replace(
                                        "updatecheck status=\"ok\"",
                                        "updatecheck status=\"error-hash\"")),
                answer(
                        "another hash",
                        10,
                        "file",
                        text ->
                                text.replaceAll(
                                        "sha256=\"[^\"]*",
                                        "sha256=\"" + Sha256.of(new byte[1]).base64())),
                answer("no hash", 34, "SHA-256", text -> text.replaceAll("sha256=\"[^\"]*\"", "")),
                answer("no address", 34, "", text -> text.replaceAll("<urls>.*</urls>", "<urls/>")),
                answer(
                        "a file address",
                        34,
                        "neither http nor https",
                        text -> text.replaceAll("codebase=\"[^\"]*", "codebase=\"file:///etc/")),
                answer("size 0", 34, "", text -> text.replaceAll("size=\"[^\"]*", "size=\"0")),
                new Wrong(
                        "no trusted key",
                        18,
                        "no trusted payload key",
                        (host, _) ->
                                Files.delete(
                                        host.root.resolve("usr/share/platte/keys/payload.pem"))),
                new Wrong(
                        "another trusted key", 18, "", (host, _) -> host.trust(TestHost.OTHER_KEY)),
                new Wrong(
                        "a running slot that is not confirmed",
                        7,
                        "not confirmed",
                        (host, _) -> host.setFlags(SlotName.A, new BootFlags(2, 1, false))),
                new Wrong(
                        "a disk without a table",
                        7,
                        "disk cannot be used",
                        (host, _) -> Files.write(host.disk, new byte[1 << 20])));
    }

    /** Until the client goes away; the thread ends with the server. */
    private static void hang(String why) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(why, e);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void isReportedAndHarmsNothing(Wrong wrong) throws Exception {
        TestHost host = new TestHost(directory);
        check(wrong, host, host.payload());
    }

    @ParameterizedTest
    @MethodSource("unsigned")
    void isRefusedBeforeTheSlotIsTouched(Wrong wrong) throws Exception {
        TestHost host = new TestHost(directory);
        check(wrong, host, host.payload(new Signing.Never()));
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(1, 0, true));
    }

    private static Stream<Wrong> unsigned() {
        return Stream.of(new Wrong("unsigned", 17, "", (_, _) -> {}));
    }

    private static void check(Wrong wrong, TestHost host, byte[] payload) throws Exception {
        byte[] before = Files.readAllBytes(host.disk);
        Sha256 running = host.content(SlotName.A, TestHost.SLOT);
        Sha256 other = host.content(SlotName.B, TestHost.SLOT);
        try (TestServer server = new TestServer(payload)) {
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent();
            agent.begin();
            wrong.trouble().make(host, server);
            boolean disk = Files.size(host.disk) == before.length;

            agent.handle(new Request.Update(InstallSource.SCHEDULER));

            assertThat(agent.state()).isInstanceOf(State.Idle.class);
            assertThat(server.events().getLast()).isEqualTo("3/0/" + (wrong.code() | 1 << 28));
            var failure = agent.situation().lastError().orElseThrow().failure();
            assertThat(failure.code().code()).isEqualTo(wrong.code());
            assertThat(failure.reason()).contains(wrong.words());
            if (disk) {
                assertThat(host.content(SlotName.A, TestHost.SLOT)).isEqualTo(running);
                boolean untouched = host.content(SlotName.B, TestHost.SLOT).equals(other);
                BootFlags flags = host.flags(SlotName.B);
                assertThat(untouched || flags.equals(BootFlags.UNBOOTABLE))
                        .as("slot B is as it was, or not bootable: %s", flags)
                        .isTrue();
            }
        }
    }
}
