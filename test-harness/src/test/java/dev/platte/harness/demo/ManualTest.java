package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.disk.Program;
import dev.platte.harness.disk.RealFiles;
import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The commands of the manual, run in the order in which a reader would type them. */
class ManualTest {
    private static final Path DOCS = Path.of(System.getProperty("platte.root"), "docs");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theReleasePageWorksAsItIsWritten(@TempDir Path work) throws Exception {
        for (String tool : List.of("bash", "curl", "openssl", "mke2fs")) {
            Assumptions.assumeTrue(
                    Program.find(tool).isPresent(), tool + " is not installed; install it");
        }
        Path tree = work.resolve("tree");
        RealFiles.copy(tree, 4 << 20);
        Path image = work.resolve("usr.img");
        UsrImage.build(tree, image, 32 << 20, Instant.EPOCH);
        Files.writeString(tree.resolve("new"), "what 1.3.0 brings");
        UsrImage.build(tree, work.resolve("usr-1.3.0.img"), 32 << 20, Instant.EPOCH.plusSeconds(9));
        Path server = work.resolve("server");
        try (Programs programs = Programs.ofThisBuild()) {
            String url = DemoServer.start(programs, server, 0).address();
            String pipelines =
                    """
                    export PLATTE_TOKEN PAYLOAD_KEY GITHUB_REF_NAME=v1.4.0 CI_COMMIT_TAG=v1.5.0
                    export GITHUB_WORKFLOW=release GITHUB_RUN_ID=17 CI_PIPELINE_ID=18
                    PLATTE_TOKEN=$(cat ci-token) PAYLOAD_KEY=$(cat release.pem)
                    unset PLATTE_TOKEN_FILE
                    (%s)
                    PAYLOAD_KEY=release.pem
                    (%s)
                    """
                            .formatted(scripts("release.md").toArray());
            String answers =
                    shell(work, url, DemoServer.data(server), commands("release.md") + pipelines);
            assertThat(answers)
                    .containsPattern("state +PUBLISHED")
                    .contains("nothing was changed: it was a dry run")
                    .contains("\"version\":\"1.1.0\"")
                    .containsPattern("kind +delta")
                    .containsPattern("DELTA")
                    .containsPattern("state +WITHDRAWN")
                    .containsPattern("ci +channel.point .*release 1.1.0")
                    .contains("loses the network after a suspend")
                    .contains("\"version\": \"1.4.0\"")
                    .contains("\"version\": \"1.5.0\"");
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theEventsPageWorksAsItIsWritten(@TempDir Path work) throws Exception {
        for (String tool : List.of("bash", "openssl")) {
            Assumptions.assumeTrue(
                    Program.find(tool).isPresent(), tool + " is not installed; install it");
        }
        Path home = work.resolve("server");
        try (Programs programs = Programs.ofThisBuild();
                MessageReceiver receiver = MessageReceiver.into(work)) {
            String url =
                    DemoServer.start(
                                    programs,
                                    home,
                                    0,
                                    "--platte.webhooks.allow-http=true",
                                    "--platte.outgoing.private-targets=127.0.0.0/8")
                            .address();
            String head =
                    "export PLATTE_TOKEN_FILE=$PLATTE_DATA/admin-token RECEIVER=%s\n"
                            .formatted(receiver.url());
            String answers = shell(work, url, DemoServer.data(home), head + commands("events.md"));
            assertThat(answers)
                    .contains("signed by us")
                    .doesNotContain("not signed by us")
                    .containsPattern("ping .*DELIVERED");
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theHostsOfTheOperatorsPageAreTendedAsItIsWritten(@TempDir Path work) throws Exception {
        Assumptions.assumeTrue(
                Program.find("bash").isPresent(), "bash is not installed; install it");
        Path home = work.resolve("server");
        try (Programs programs = Programs.ofThisBuild()) {
            String url = DemoServer.start(programs, home, 0).address();
            String head =
                    """
                    export PLATTE_TOKEN_FILE=$PLATTE_DATA/admin-token
                    updatectl app create lab-os --name "Lab OS"
                    updatectl channel create lab --arch amd64
                    updatectl group create lab --channel lab
                    """;
            String answers = shell(work, url, DemoServer.data(home), head + commands("operate.md"));
            assertThat(answers).containsPattern("matched +0");
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aNebraskaMovesAsThePageOfItIsWritten(@TempDir Path work) throws Exception {
        for (String tool : List.of("bash", "curl", "sha1sum")) {
            Assumptions.assumeTrue(
                    Program.find(tool).isPresent(), tool + " is not installed; install it");
        }
        Files.write(work.resolve("usr.img"), new byte[4096 * 300]);
        try (Programs programs = Programs.ofThisBuild()) {
            Path home = work.resolve("server");
            String url = DemoServer.start(programs, home, 0).address();
            shell(
                    work,
                    url,
                    DemoServer.data(home),
                    """
                    updatectl keys generate --out key.pem --public-out update-payload-key.pub.pem
                    updatectl payload create --image usr.img --key key.pem --out update.gz
                    """);
            try (OldNebraska nebraska = OldNebraska.with(work.resolve("update.gz"))) {
                String head =
                        "export PLATTE_TOKEN_FILE=$PLATTE_DATA/admin-token NEBRASKA_URL=%s\n"
                                .formatted(nebraska.url());
                String tail =
                        """

                        sh packages.sh
                        updatectl channel show stable
                        updatectl group policy stable
                        """;
                String answers =
                        shell(
                                work,
                                url,
                                DemoServer.data(home),
                                head + commands("migrate.md") + tail);
                assertThat(answers)
                        .containsPattern("version +3815.2.0")
                        .containsPattern("atOnce +2")
                        .containsPattern("Safe mode, which lets one host go first");
            }
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theRebootsPageWorksAsItIsWritten(@TempDir Path work) throws Exception {
        for (String tool : List.of("bash", "curl")) {
            Assumptions.assumeTrue(
                    Program.find(tool).isPresent(), tool + " is not installed; install it");
        }
        Path home = work.resolve("server");
        try (Programs programs = Programs.ofThisBuild()) {
            String url = DemoServer.start(programs, home, 0).address();
            // A group, and the host of the page that does not come back.
            String head =
                    """
                    export PLATTE_TOKEN_FILE=$PLATTE_DATA/admin-token
                    updatectl lock create stable
                    updatectl lock take stable 1c09ca98649c4c7abc779cd04c96812e --reason "a new disk"
                    """;
            String answers = shell(work, url, DemoServer.data(home), head + commands("reboots.md"));
            assertThat(answers)
                    .contains("1c09ca98649c4c7abc779cd04c96812e")
                    .contains("TAKEN")
                    .contains("\"kind\":\"");
        }
    }

    /** What the build systems of the page would run. */
    private static List<String> scripts(String page) throws IOException {
        return YAML.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map((MatchResult block) -> script(new Yaml().load(block.group(1))))
                .toList();
    }

    private static String script(Map<String, Map<String, ?>> pipeline) {
        Map<String, ?> release = pipeline.get("release");
        if (release != null) {
            return lines(release.get("script"));
        }
        Map<?, ?> job = (Map<?, ?>) pipeline.get("jobs").get("release");
        return ((List<?>) job.get("steps"))
                .stream()
                        .map(step -> ((Map<?, ?>) step).get("run"))
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));
    }

    private static String lines(@Nullable Object script) {
        return ((List<?>) Objects.requireNonNull(script))
                .stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static String commands(String page) throws IOException {
        return SHELL.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private static String shell(Path work, String url, Path data, String commands)
            throws IOException, InterruptedException {
        Path bin = Files.createDirectories(work.resolve("bin"));
        Path updatectl = bin.resolve("updatectl");
        Files.writeString(
                updatectl,
                "#!/bin/sh\nexec \"%s/bin/java\" -cp \"$PLATTE_CLASS_PATH\" dev.platte.ctl.command.Updatectl \"$@\"\n"
                        .formatted(System.getProperty("java.home")));
        Files.setPosixFilePermissions(updatectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder bash =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                        .directory(work.toFile())
                        .redirectErrorStream(true);
        bash.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        bash.environment().put("PLATTE_CLASS_PATH", System.getProperty("java.class.path"));
        bash.environment().put("PLATTE_URL", url);
        bash.environment().put("PLATTE_DATA", data.toString());
        Process process = bash.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
