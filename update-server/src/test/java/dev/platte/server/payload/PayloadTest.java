package dev.platte.server.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.blob.Blob;
import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PayloadTest {

    /**
     * Above the size from which the container sends the file by itself, and no multiple of
     * anything.
     */
    private static final int SIZE = 1_000_003;

    private static final byte[] CONTENT = new byte[SIZE];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final TestServer server = TestServer.shared();
    private Release release;
    private UpdatePackage published;
    private String path;

    @BeforeEach
    void publish() {
        release = Release.on(server);
        published = release.publish("1.1.0", CONTENT);
        path = "/payloads/" + Release.sha256(published) + "/update.gz";
    }

    private HttpResponse<byte[]> fetch(HttpRequest.Builder request) {
        return server.send(request, BodyHandlers.ofByteArray());
    }

    @Test
    void theWholeFileComesWithItsHeaders() {
        HttpResponse<byte[]> answer = fetch(server.to(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(SIZE));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "ETag")).isEqualTo('"' + Release.sha256(published) + '"');
        assertThat(header(answer, "Cache-Control"))
                .contains("immutable")
                .contains("max-age=31536000");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void compressionIsNeverApplied() {
        HttpResponse<byte[]> answer = fetch(server.to(path).header("Accept-Encoding", "gzip, br"));
        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void headSaysWhatGetWouldAndNothingMore() throws IOException {
        String answer =
                server.raw("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Length: " + SIZE + "\r\n");
        assertThat(answer)
                .contains("ETag: \"")
                .contains("Accept-Ranges: bytes")
                .endsWith("\r\n\r\n");
    }

    @Test
    void rangesOfHeadAreIgnored() {
        HttpResponse<byte[]> answer = fetch(server.to(path).HEAD().header("Range", "bytes=5-9"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(SIZE));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-1000002, 0, 1000002",
        "bytes=0-99999999, 0, 1000002",
        "bytes=500000-, 500000, 1000002",
        "bytes=1000002-, 1000002, 1000002",
        "bytes=-1, 1000002, 1000002",
        "bytes=-100000, 900003, 1000002",
        "bytes=-99999999, 0, 1000002",
        "bytes=10-49161, 10, 49161",
        "bytes=10-49160, 10, 49160",
        "bytes=10-49162, 10, 49162"
    })
    void aRangeComesAsItsBytes(String range, int first, int last) {
        HttpResponse<byte[]> answer = fetch(server.to(path).header("Range", range));
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
        assertThat(header(answer, "Content-Range"))
                .isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(last - first + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000003-", "bytes=5000000-6000000", "bytes=-0"})
    void aRangeBeyondTheEndIsRefusedExactly(String range) {
        HttpResponse<byte[]> answer = fetch(server.to(path).header("Range", range));
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */" + SIZE);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(text(answer)).contains("\"code\":\"range-not-satisfiable\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-9", "bytes=9-5", "items=0-5", "bytes=", "nonsense"})
    void whatIsNotOneRangeGetsTheWhole(String range) {
        HttpResponse<byte[]> answer = fetch(server.to(path).header("Range", range));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(SIZE);
    }

    @Test
    void ifRangeHoldsWhileTheContentIsTheSame() {
        String etag = '"' + Release.sha256(published) + '"';
        assertThat(ifRange(etag).statusCode()).isEqualTo(206);
        assertThat(ifRange("W/" + etag).statusCode()).isEqualTo(200);
        assertThat(ifRange("\"another\"").statusCode()).isEqualTo(200);
        assertThat(ifRange("Sat, 21 Nov 2026 03:00:00 GMT").statusCode()).isEqualTo(200);
        assertThat(ifRange("\"another\"").body()).isEqualTo(CONTENT);
    }

    private HttpResponse<byte[]> ifRange(String validator) {
        return fetch(server.to(path).header("Range", "bytes=5-9").header("If-Range", validator));
    }

    @Test
    void whoHasItAlreadyGetsNoBody() {
        String etag = '"' + Release.sha256(published) + '"';
        for (String condition : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
            HttpResponse<byte[]> answer = fetch(server.to(path).header("If-None-Match", condition));
            assertThat(answer.statusCode()).as(condition).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(header(answer, "ETag")).isEqualTo(etag);
        }
        assertThat(fetch(server.to(path).header("If-None-Match", "\"x\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String digest = Release.sha256(published);
        Stream.of(
                        "/payloads/" + digest + "/other.gz",
                        "/payloads/" + "0".repeat(64) + "/update.gz",
                        "/payloads/" + digest.toUpperCase(Locale.ROOT) + "/update.gz",
                        "/payloads/" + digest,
                        "/payloads/" + digest + "/",
                        "/payloads/" + digest + "/update.gz/x",
                        "/payloads/x/update.gz")
                .forEach(
                        missing -> {
                            HttpResponse<byte[]> answer = fetch(server.to(missing));
                            assertThat(answer.statusCode()).as(missing).isEqualTo(404);
                            assertThat(header(answer, "Content-Type"))
                                    .isEqualTo("application/problem+json");
                        });
    }

    @Test
    void aFileOfNoPublishedPackageIsNotServed() {
        Blob stored = release.store("secret draft".getBytes(StandardCharsets.UTF_8));
        assertThat(fetch(server.to("/payloads/" + stored.sha256() + "/update.gz")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatWasWithdrawnIsGoneUnlessAnotherPackageHasIt() {
        Release another = Release.on(server);
        UpdatePackage same = another.publish("7.0.0", CONTENT);
        release.withdraw(published);
        assertThat(fetch(server.to(path)).statusCode()).isEqualTo(200);
        another.withdraw(same);
        // Other tests of this class publish the same content: only a content of its own can be
        // gone.
        UpdatePackage own = release.publish("1.2.0", 70_000);
        String ownPath = "/payloads/" + Release.sha256(own) + "/update.gz";
        assertThat(fetch(server.to(ownPath)).statusCode()).isEqualTo(200);
        release.withdraw(own);
        HttpResponse<byte[]> answer = fetch(server.to(ownPath));
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(text(answer)).contains("\"code\":\"package-withdrawn\"");
    }

    @Test
    void aDamagedFileIsAnErrorAndNeverAShortAnswer() throws IOException {
        UpdatePackage own = release.publish("1.3.0", 70_000);
        Path file = server.get(Blobs.class).find(Release.sha256(own)).orElseThrow();
        Files.write(file, new byte[100]);
        HttpResponse<byte[]> answer =
                fetch(server.to("/payloads/" + Release.sha256(own) + "/update.gz"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(text(answer))
                .contains("\"code\":\"payload-damaged\"")
                .doesNotContain(file.toString());
        Files.delete(file);
        assertThat(fetch(server.to("/payloads/" + Release.sha256(own) + "/update.gz")).statusCode())
                .isEqualTo(500);
    }

    @Test
    void otherMethodsAreRefused() {
        HttpResponse<byte[]> answer = fetch(server.to(path).DELETE());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).contains("GET").contains("HEAD");
    }

    @Test
    void aConnectionCutInTheMiddleFreesTheFile() throws Exception {
        UpdatePackage big = release.publish("2.0.0", 64 * 1024 * 1024);
        Path file = server.get(Blobs.class).find(Release.sha256(big)).orElseThrow().toRealPath();
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.setReceiveBufferSize(16 * 1024);
                socket.getOutputStream()
                        .write(
                                ("GET /payloads/"
                                                + Release.sha256(big)
                                                + "/update.gz HTTP/1.1\r\nHost: x\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(in.readNBytes(100_000)).hasSize(100_000);
                assertThat(openHandles(file)).isPositive();
                socket.setSoLinger(true, 0);
            }
        }
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 500 && openHandles(file) > 0; i++) {
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(openHandles(file)).isZero();
    }

    /** Handles of this process on a file, which is where the server of these tests runs. */
    private static long openHandles(Path file) throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(handle -> isOn(handle, file)).count();
        }
    }

    private static boolean isOn(Path handle, Path file) {
        try {
            return Files.readSymbolicLink(handle).equals(file);
        } catch (IOException e) {
            return false; // Closed since it was listed.
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
