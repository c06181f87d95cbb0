package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.command.Updatectl;
import dev.platte.ctl.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** updatectl uploads over a way that breaks again and again. */
class ResumedUploadTest {
    private static final int CUTS = 6;

    private final StringWriter said = new StringWriter();

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void anUploadGoesOnWhereverItIsCut(@TempDir Path work) throws Exception {
        byte[] image = new byte[8 << 20];
        Random random = new Random(23);
        random.nextBytes(image);
        Files.write(work.resolve("usr.img"), image);
        try (Programs programs = Programs.ofThisBuild()) {
            Path home = work.resolve("server");
            String url = DemoServer.start(programs, home, 0).address();
            String token = DemoServer.data(home).resolve("admin-token").toString();
            Path payload = work.resolve("1.1.0.crau");
            run(
                    url,
                    token,
                    "keys generate --out %1$s/key.pem --public-out %1$s/pub.pem".formatted(work));
            run(
                    url,
                    token,
                    "payload create --image %1$s/usr.img --key %1$s/key.pem --out %2$s"
                            .formatted(work, payload));
            run(url, token, "app create our-os --name Ours");
            run(url, token, "app key trust %s/pub.pem".formatted(work));
            try (CuttingProxy proxy = CuttingProxy.before(url, random, CUTS)) {
                // Each try gets less than a megabyte further, and there are four without progress.
                run(
                        proxy.url(),
                        token,
                        "package upload --version 1.1.0 --arch amd64 --publish --file " + payload);
                assertThat(proxy.done()).isEqualTo(CUTS);
            }
            said.getBuffer().setLength(0);
            run(url, token, "package show 1.1.0");
            assertThat(said.toString())
                    .containsPattern("state +PUBLISHED")
                    .contains("size=" + Files.size(payload));
            try (var left = Files.walk(DemoServer.data(home).resolve("blobs"))) {
                assertThat(left.filter(path -> path.toString().endsWith(".part"))).isEmpty();
            }
        }
    }

    private void run(String url, String tokenFile, String line) {
        Map<String, String> environment =
                Map.of("PLATTE_URL", url, "PLATTE_TOKEN_FILE", tokenFile, "HOME", "/nonexistent");
        int status =
                Updatectl.tree(new Terminal(false, InstantSource.system(), environment))
                        .setOut(new PrintWriter(said, true))
                        .setErr(new PrintWriter(said, true))
                        .execute(line.split(" "));
        assertThat(status).as(said.toString()).isZero();
    }
}
