package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Payloads;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Payloads that come in pieces. */
@Timeout(120)
final class ResumedUploadTest {

    private final TestServer server = TestServer.shared();
    private final String appid = "pieces." + UUID.randomUUID();
    private final String token =
            server.get(Tokens.class)
                    .issue("pieces", Role.ADMIN, List.of(), null, Caller.system("test"))
                    .secret();
    private final Rest rest = new Rest(server, Rest.application(appid));

    @TempDir Path work;
    private byte[] file = {};
    private String sha256 = "";

    @BeforeEach
    void draft() throws Exception {
        file = new Payloads(work).full(1);
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        Rest all = new Rest(server, "/api/v1");
        assertThat(
                        all.call(
                                        "POST",
                                        "/applications",
                                        null,
                                        Map.of("appid", appid, "name", appid))
                                .statusCode())
                .isEqualTo(201);
        rest.call("POST", "/keys", null, Map.of("name", "k", "pem", Payloads.publicPem()));
        rest.call("POST", "/packages", null, Map.of("version", "1.0.0", "arch", "amd64"));
    }

    private String place(String hash) {
        return "/packages/amd64/1.0.0/uploads/" + hash;
    }

    private long offset() {
        HttpResponse<String> answer = rest.get(place(sha256));
        long offset = ok(answer).get("offset").longValue();
        assertThat(answer.headers().firstValue("Upload-Offset")).contains(Long.toString(offset));
        return offset;
    }

    private HttpResponse<String> send(String hash, long offset, boolean last, byte[] piece) {
        return server.send(
                server.to(Rest.application(appid) + place(hash))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/partial-upload")
                        .header("If-Match", "*")
                        .header("Upload-Offset", Long.toString(offset))
                        .header("Upload-Complete", last ? "?1" : "?0")
                        .method("PATCH", BodyPublishers.ofByteArray(piece)));
    }

    private byte[] piece(int from, int to) {
        return Arrays.copyOfRange(file, from, to);
    }

    @Test
    void aFileComesInPiecesAndIsCheckedAsAWhole() {
        int half = file.length / 2;
        assertThat(offset()).isZero();
        HttpResponse<String> first = send(sha256, 0, false, piece(0, half));
        assertThat(first.headers().firstValue("Upload-Complete")).contains("?0");
        assertThat(ok(first).get("payloads").isEmpty()).isTrue();
        assertThat(offset()).isEqualTo(half);
        problem(send(sha256, 0, true, file), 409, "upload-elsewhere");
        problem(send(sha256, half + 1, true, piece(half, file.length)), 409, "upload-elsewhere");
        HttpResponse<String> done = send(sha256, half, true, piece(half, file.length));
        assertThat(done.headers().firstValue("Upload-Complete")).contains("?1");
        JsonNode payload = ok(done).get("payloads").get(0);
        assertThat(payload.get("sha256").stringValue()).isEqualTo(sha256);
        assertThat(payload.get("size").longValue()).isEqualTo(file.length);
        assertThat(offset()).as("nothing is left of it").isZero();
    }

    @Test
    void whatIsNotWhatWasAnnouncedIsThrownAway() {
        byte[] other = file.clone();
        other[other.length / 2] ^= 1;
        problem(send(sha256, 0, true, other), 422, "payload-hash-wrong");
        assertThat(offset()).isZero();
        problem(send(sha256, 0, true, piece(0, 1000)), 422, "payload-hash-wrong");
        assertThat(offset()).isZero();
        problem(send("00ff", 0, true, file), 422, "payload-hash-invalid");
        problem(send("../../../../etc", 0, true, file), 400, "bad-request");
        ok(send(sha256, 0, true, file));
    }

    @Test
    void whoGivesUpIsForgotten() {
        send(sha256, 0, false, piece(0, 100));
        assertThat(offset()).isEqualTo(100);
        assertThat(rest.call("DELETE", place(sha256), null, null).statusCode()).isEqualTo(204);
        assertThat(offset()).isZero();
    }

    @Test
    void headersThatAreMissingOrWrongAreNamed() {
        problem(
                server.send(
                        server.to(Rest.application(appid) + place(sha256))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/partial-upload")
                                .header("If-Match", "*")
                                .header("Upload-Offset", "0")
                                .header("Upload-Complete", "yes")
                                .method("PATCH", BodyPublishers.ofByteArray(file))),
                400,
                "upload-header-invalid");
        problem(send(sha256, -1, true, file), 409, "upload-elsewhere");
    }

    @Test
    void whereverTheConnectionIsCutItGoesOn() throws IOException {
        Random random = new Random(17);
        long sent = 0;
        for (int cut = 0; cut < 12; cut++) {
            int more = random.nextInt(1, Math.max(2, (int) (file.length - sent) / 3));
            long before = sent;
            await().untilAsserted(
                            () -> {
                                // Who comes too early is told that the last one still runs.
                                if (offset() == before) {
                                    cutAfter(before, more);
                                }
                                assertThat(offset()).isEqualTo(before + more);
                            });
            sent += more;
        }
        await().untilAsserted(
                        () -> {
                            HttpResponse<String> answer =
                                    send(
                                            sha256,
                                            offset(),
                                            true,
                                            piece((int) offset(), file.length));
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        });
        assertThat(
                        ok(rest.get("/packages/amd64/1.0.0"))
                                .get("payloads")
                                .get(0)
                                .get("sha256")
                                .stringValue())
                .isEqualTo(sha256);
        try (var left = Files.walk(server.data().resolve("blobs/parts"))) {
            assertThat(left.filter(path -> path.toString().contains(sha256 + ".part"))).isEmpty();
        }
    }

    @Test
    void twoSendersDoNotMixWhatTheySend() throws IOException {
        try (Socket slow = begin(0, file.length)) {
            slow.getOutputStream().write(file, 0, 1000);
            slow.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(offset()).isEqualTo(1000));
            problem(send(sha256, 1000, true, piece(1000, file.length)), 409, "upload-running");
            slow.getOutputStream().write(file, 1000, 500);
        }
        await().untilAsserted(
                        () -> {
                            HttpResponse<String> rest =
                                    send(sha256, 1500, true, piece(1500, file.length));
                            assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
                        });
    }

    private void cutAfter(long offset, int bytes) throws IOException {
        try (Socket socket = begin(offset, (int) (file.length - offset))) {
            socket.getOutputStream().write(file, (int) offset, bytes);
        }
    }

    private Socket begin(long offset, int announced) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        OutputStream out = socket.getOutputStream();
        out.write(
                """
                PATCH %s HTTP/1.1\r
                Host: x\r
                Authorization: Bearer %s\r
                Content-Type: application/partial-upload\r
                If-Match: *\r
                Upload-Offset: %d\r
                Upload-Complete: ?1\r
                Content-Length: %d\r
                \r
                """
                        .formatted(
                                Rest.application(appid) + place(sha256), token, offset, announced)
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }
}
