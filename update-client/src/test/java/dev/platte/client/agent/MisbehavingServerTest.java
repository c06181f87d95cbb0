package dev.platte.client.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.RawServer.Script;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a server, or somebody between, can do on the wire: ours survives it, or refuses
 * it with update_engine's code. Afterwards the running slot is as it was, and the other one holds
 * the new image, or what it held, or does not boot.
 */
@Timeout(60)
class MisbehavingServerTest {
    private static final int SURVIVED = 0;
    private static final int NO_ANSWER = 2000;

    private static final byte[] NOISE = new byte[100_000];

    static {
        new Random(1).nextBytes(NOISE);
    }

    @TempDir private Path directory;
    private TestHost host;
    private TestServer good;
    private RawServer bad;
    private Sha256 running;

    /** A name, what is answered, and the code that it ends with; 0 where the update goes on. */
    private record Fault(String name, int code, Made made) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes a script around what a good server would say. */
    @FunctionalInterface
    private interface Made {
        Script around(byte[] good);
    }

    private static Fault fault(String name, int code, Made made) {
        return new Fault(name, code, made);
    }

    /** Whatever is asked, the same bytes. */
    private static Fault says(String name, int code, String answer) {
        return fault(name, code, _ -> (_, out) -> out.write(answer));
    }

    private static String ok(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static byte[] gzip(byte[] bytes, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                zip.write(bytes);
            }
        }
        return out.toByteArray();
    }

    private static Stream<Fault> checks() {
        return Stream.of(
                fault("nothing at all", NO_ANSWER, _ -> (_, _) -> {}),
                says("no HTTP", NO_ANSWER, "SSH-2.0-OpenSSH_9.9\r\n"),
                fault("noise", NO_ANSWER, _ -> (_, out) -> out.write(NOISE)),
                says("half a status line", NO_ANSWER, "HTTP/1.1 2"),
                says("a status of four digits", NO_ANSWER, "HTTP/1.1 1500 x\r\n\r\n"),
                says("no status", NO_ANSWER, "HTTP/1.1 OK\r\n\r\n"),
                fault(
                        "headers that never end",
                        NO_ANSWER,
                        _ ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\n");
                                    out.repeat("X-A: " + "a".repeat(1000) + "\r\n");
                                }),
                fault(
                        "one header that never ends",
                        NO_ANSWER,
                        _ ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\nX-A: ");
                                    out.repeat("a".repeat(1000));
                                }),
                fault(
                        "headers that never come",
                        NO_ANSWER,
                        _ ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\nContent-");
                                    out.hang();
                                }),
                fault(
                        "a status that never comes",
                        NO_ANSWER,
                        _ -> (_, out) -> out.repeat("HTTP/1.1 100 Continue\r\n\r\n")),
                says(
                        "less than it announced",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<response"),
                fault(
                        "more than it announced",
                        31,
                        answer ->
                                (_, out) -> {
                                    out.write(ok(answer.length / 2));
                                    out.write(answer);
                                }),
                says(
                        "a negative length",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"),
                says(
                        "two lengths",
                        31,
                        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                says(
                        "a length that is no number",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabcd"),
                says(
                        "chunks that are none",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
                says(
                        "a chunk of more than all memory",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nabc"),
                says(
                        "chunks without their end",
                        NO_ANSWER,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
                fault(
                        "chunks that never end",
                        34,
                        _ ->
                                (_, out) -> {
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                                    out.repeat("3e8\r\n" + "a".repeat(1000) + "\r\n");
                                }),
                fault(
                        "a body that never ends",
                        34,
                        _ ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\n\r\n");
                                    out.repeat("<a>".repeat(1000));
                                }),
                fault(
                        "a body that stalls",
                        NO_ANSWER,
                        answer ->
                                (_, out) -> {
                                    out.write(ok(answer.length));
                                    out.write(answer, 0, 50);
                                    out.hang();
                                }),
                fault(
                        "an answer in an encoding that nobody asked for",
                        31,
                        answer ->
                                (_, out) -> {
                                    byte[] zipped = gzip(answer, 1);
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                                                    + zipped.length
                                                    + "\r\n\r\n");
                                    out.write(zipped);
                                }),
                fault(
                        "a bomb of a gigabyte",
                        31,
                        _ ->
                                (_, out) -> {
                                    byte[] bomb = gzip(new byte[1 << 20], 100);
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                                                    + bomb.length
                                                    + "\r\n\r\n");
                                    out.write(bomb);
                                }),
                says("no content", 30, "HTTP/1.1 204 No Content\r\n\r\n"),
                says("an empty body", 30, ok(0)),
                says("a portal", 34, ok(31) + "<html><body>pay</body></html>\r\n"),
                says("a redirect to nowhere", 2302, "HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n"),
                says(
                        "a redirect to a file",
                        2302,
                        "HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
                says(
                        "a redirect in a circle",
                        2307,
                        "HTTP/1.1 307 x\r\nLocation: /v1/update/\r\nContent-Length: 0\r\n\r\n"),
                says("bad request", 2400, "HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n"),
                says("unauthorized", 2401, "HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n"),
                says("forbidden", 2403, "HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n"),
                says("not found", 2404, "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n"),
                says("a server's error", 2500, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n"),
                says("not implemented", 2501, "HTTP/1.1 501 x\r\nContent-Length: 0\r\n\r\n"),
                says("overloaded", 2503, "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"),
                says("a status of nobody", 2599, "HTTP/1.1 599 x\r\nContent-Length: 0\r\n\r\n"),
                fault(
                        "entities within entities",
                        31,
                        _ ->
                                (_, out) -> {
                                    String bomb =
                                            "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><response protocol=\"3.0\">&c;</response>";
                                    out.write(ok(bomb.length()) + bomb);
                                }),
                fault(
                        "a file of ours as an entity",
                        31,
                        _ ->
                                (_, out) -> {
                                    String trick =
                                            "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><response protocol=\"3.0\">&a;</response>";
                                    out.write(ok(trick.length()) + trick);
                                }),
                fault(
                        "a tower of elements",
                        34,
                        _ ->
                                (_, out) -> {
                                    String tower =
                                            "<response protocol=\"3.0\">" + "<a>".repeat(50_000);
                                    out.write(ok(tower.length()) + tower);
                                }),
                fault(
                        "HTTP/1.0 and the end of the connection as the end of the answer",
                        SURVIVED,
                        answer ->
                                (_, out) -> {
                                    out.write("HTTP/1.0 200 OK\r\n\r\n");
                                    out.write(answer);
                                }),
                fault(
                        "interim answers first, and headers in capitals",
                        SURVIVED,
                        answer ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n");
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nCONTENT-LENGTH: "
                                                    + answer.length
                                                    + "\r\nCONNECTION: Close\r\n\r\n");
                                    out.write(answer);
                                }),
                fault(
                        "one byte at a time in chunks, with a trailer",
                        SURVIVED,
                        answer ->
                                (_, out) -> {
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                                    for (byte one : answer) {
                                        out.write("1;x=y\r\n");
                                        out.write(new byte[] {one});
                                        out.write("\r\n");
                                    }
                                    out.write("0\r\nX-Trailer: x\r\n\r\n");
                                }),
                fault(
                        "a redirect that works",
                        SURVIVED,
                        answer ->
                                (asked, out) -> {
                                    if (asked.head().startsWith("POST /v1/update/ ")) {
                                        out.write(
                                                "HTTP/1.1 308 x\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n");
                                    } else {
                                        out.write(ok(answer.length));
                                        out.write(answer);
                                    }
                                }),
                fault(
                        "nothing twice, then an answer",
                        SURVIVED,
                        answer ->
                                (asked, out) -> {
                                    if (asked.count() > 2) {
                                        out.write(ok(answer.length));
                                        out.write(answer);
                                    }
                                }),
                fault(
                        "a byte order mark",
                        SURVIVED,
                        answer ->
                                (_, out) -> {
                                    out.write(ok(answer.length + 3));
                                    out.write("\u00EF\u00BB\u00BF");
                                    out.write(answer);
                                }),
                fault(
                        "another encoding than it says",
                        31,
                        answer ->
                                (_, out) -> {
                                    byte[] wide = new String(answer, UTF_8).getBytes(UTF_16);
                                    out.write(ok(wide.length));
                                    out.write(wide);
                                }));
    }

    private static String part(int from, int size) {
        return "HTTP/1.1 206 x\r\nETag: \"1\"\r\nContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n"
                .formatted(from, size - 1, size, size - from);
    }

    private static String whole(int size) {
        return "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: " + size + "\r\n\r\n";
    }

    /** Cuts the first transfer, and lets the rest of the script answer what is asked then. */
    private static Made thenOnResume(Made rest) {
        return payload ->
                (asked, out) -> {
                    if (asked.count() == 1) {
                        out.write(whole(payload.length));
                        out.write(payload, 0, 2_500_000);
                    } else {
                        rest.around(payload).answer(asked, out);
                    }
                };
    }

    /** The second answer is wrong, and whoever then asks for all of it gets it. */
    private static Made wrongPart(Made wrong) {
        return thenOnResume(
                payload ->
                        (asked, out) -> {
                            if (asked.from() > 0) {
                                wrong.around(payload).answer(asked, out);
                            } else {
                                out.write(whole(payload.length));
                                out.write(payload);
                            }
                        });
    }

    private static Stream<Fault> payloads() {
        return Stream.of(
                fault("nothing at all", 9, _ -> (_, _) -> {}),
                fault("noise", 9, _ -> (_, out) -> out.write(NOISE)),
                says("not found", 9, "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n"),
                says("a server's error", 9, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n"),
                says("a redirect to nowhere", 9, "HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n"),
                says(
                        "a redirect in a circle",
                        9,
                        "HTTP/1.1 302 x\r\nLocation: ?\r\nContent-Length: 0\r\n\r\n"),
                fault(
                        "a transfer that is cut every megabyte",
                        SURVIVED,
                        payload ->
                                (asked, out) -> {
                                    int from = asked.from();
                                    out.write(
                                            from == 0
                                                    ? whole(payload.length)
                                                    : part(from, payload.length));
                                    int most = Math.min(1_100_000, payload.length - from);
                                    out.write(payload, from, most);
                                }),
                fault(
                        "one byte at a time for a while",
                        SURVIVED,
                        payload ->
                                (_, out) -> {
                                    out.write(whole(payload.length));
                                    for (int i = 0; i < 2000; i++) {
                                        out.write(payload, i, 1);
                                    }
                                    out.write(payload, 2000, payload.length - 2000);
                                }),
                fault(
                        "a transfer that stalls",
                        9,
                        payload ->
                                (asked, out) -> {
                                    out.write(whole(payload.length));
                                    out.write(payload, 0, 1_500_000);
                                    out.hang();
                                }),
                fault(
                        "a transfer that stalls once",
                        SURVIVED,
                        payload ->
                                (asked, out) -> {
                                    int from = asked.from();
                                    out.write(
                                            from == 0
                                                    ? whole(payload.length)
                                                    : part(from, payload.length));
                                    if (asked.count() == 1) {
                                        out.write(payload, 0, 1_500_000);
                                        out.hang();
                                    }
                                    out.write(payload, from, payload.length - from);
                                }),
                fault(
                        "no length and too little",
                        9,
                        payload ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\n\r\n");
                                    out.write(payload, 0, payload.length - 1);
                                }),
                fault(
                        "no length and too much",
                        11,
                        payload ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\n\r\n");
                                    out.write(payload);
                                    out.repeat("x".repeat(1000));
                                }),
                fault(
                        "no length and all of it",
                        SURVIVED,
                        payload ->
                                (_, out) -> {
                                    out.write("HTTP/1.1 200 OK\r\n\r\n");
                                    out.write(payload);
                                }),
                fault(
                        "another length",
                        11,
                        payload ->
                                (_, out) -> {
                                    out.write(whole(payload.length + 1));
                                    out.write(payload);
                                    out.write("x");
                                }),
                fault(
                        "in an encoding that nobody asked for",
                        9,
                        payload ->
                                (_, out) -> {
                                    byte[] zipped = gzip(payload, 1);
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                                                    + zipped.length
                                                    + "\r\n\r\n");
                                    out.write(zipped);
                                }),
                fault(
                        "noise of the right length",
                        21,
                        payload ->
                                (_, out) -> {
                                    out.write(whole(payload.length));
                                    byte[] noise = new byte[payload.length];
                                    new Random(2).nextBytes(noise);
                                    out.write(noise);
                                }),
                fault(
                        "one bit that is another at the very end",
                        10,
                        payload ->
                                (_, out) -> {
                                    byte[] changed = payload.clone();
                                    changed[changed.length - 1] ^= 1;
                                    out.write(whole(changed.length));
                                    out.write(changed);
                                }),
                fault(
                        "the whole file instead of the rest",
                        SURVIVED,
                        thenOnResume(
                                payload ->
                                        (_, out) -> {
                                            out.write(whole(payload.length));
                                            out.write(payload);
                                        })),
                fault(
                        "the rest of another place",
                        SURVIVED,
                        wrongPart(
                                payload ->
                                        (asked, out) -> {
                                            out.write(part(asked.from() - 1, payload.length));
                                            out.write(
                                                    payload,
                                                    asked.from() - 1,
                                                    payload.length - asked.from() + 1);
                                        })),
                fault(
                        "a part that says nothing of where it is from",
                        SURVIVED,
                        wrongPart(
                                payload ->
                                        (asked, out) -> {
                                            out.write("HTTP/1.1 206 x\r\n\r\n");
                                            out.write(
                                                    payload,
                                                    asked.from(),
                                                    payload.length - asked.from());
                                        })),
                fault(
                        "a part of a file of another size",
                        SURVIVED,
                        wrongPart(
                                payload ->
                                        (asked, out) -> {
                                            out.write(part(asked.from(), payload.length + 1));
                                            out.write(
                                                    payload,
                                                    asked.from(),
                                                    payload.length - asked.from());
                                            out.write("x");
                                        })),
                fault(
                        "several parts at once",
                        SURVIVED,
                        wrongPart(
                                _ ->
                                        (_, out) ->
                                                out.write(
                                                        "HTTP/1.1 206 x\r\nContent-Type: multipart/byteranges; boundary=x\r\n\r\n--x\r\n"))),
                fault(
                        "no such range",
                        SURVIVED,
                        wrongPart(
                                payload ->
                                        (_, out) ->
                                                out.write(
                                                        "HTTP/1.1 416 x\r\nContent-Range: bytes */%d\r\nContent-Length: 0\r\n\r\n"
                                                                .formatted(payload.length)))),
                fault(
                        "the rest of another payload under the same name",
                        29,
                        thenOnResume(
                                payload ->
                                        (asked, out) -> {
                                            byte[] other = payload.clone();
                                            for (int i = asked.from(); i < other.length; i++) {
                                                other[i] ^= 1;
                                            }
                                            out.write(part(asked.from(), payload.length));
                                            out.write(
                                                    other,
                                                    asked.from(),
                                                    other.length - asked.from());
                                        })));
    }

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
        good = new TestServer(host.payload());
        bad = new RawServer();
        host.keys.put("REQUEST_TIMEOUT", "1s");
        running = host.content(SlotName.A, TestHost.SLOT);
    }

    @AfterEach
    void stop() throws IOException {
        good.close();
        bad.close();
        assertThat(host.content(SlotName.A, TestHost.SLOT)).isEqualTo(running);
    }

    private void assertEnds(int code) throws Exception {
        BootFlags before = host.flags(SlotName.B);
        Sha256 other = host.content(SlotName.B, TestHost.SLOT);
        Agent agent = host.agent();
        agent.begin();

        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        if (code == SURVIVED) {
            assertThat(agent.state())
                    .as(agent.situation().toString())
                    .isInstanceOf(State.NeedReboot.class);
            assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
            return;
        }
        assertThat(agent.state()).isInstanceOf(State.Idle.class);
        assertThat(agent.situation().lastError().orElseThrow().failure().code().code())
                .as(agent.situation().toString())
                .isEqualTo(code);
        boolean untouched =
                host.flags(SlotName.B).equals(before)
                        && host.content(SlotName.B, TestHost.SLOT).equals(other);
        assertThat(untouched || host.flags(SlotName.B).equals(BootFlags.UNBOOTABLE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void aCheckIsSurvivedOrRefusedWithItsCode(Fault fault) throws Exception {
        host.keys.put("SERVER", bad.url("/v1/update/"));
        Script script = fault.made().around(good.offer().getBytes(UTF_8));
        bad.answers(
                (asked, out) -> {
                    if (asked.body().contains("<updatecheck")) {
                        script.answer(asked, out);
                    } else {
                        byte[] heard = TestServer.acknowledgement().getBytes(ISO_8859_1);
                        out.write(ok(heard.length));
                        out.write(heard);
                    }
                });
        assertEnds(fault.code());
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void aPayloadIsSurvivedOrRefusedWithItsCode(Fault fault) throws Exception {
        host.keys.put("SERVER", good.url("/v1/update/"));
        good.answers(text -> text.replace(good.url("/payloads/"), bad.url("/payloads/")));
        bad.answers(fault.made().around(host.payload()));
        assertEnds(fault.code());
    }
}
