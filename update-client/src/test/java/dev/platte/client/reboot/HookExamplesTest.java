package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hooks of the documentation, with a tool in their tools' place that notes what it is told. */
@Timeout(60)
class HookExamplesTest {
    private static final Path EXAMPLES = Path.of("../docs/hooks");

    @TempDir Path root;
    private Path tool;

    @BeforeEach
    void tool() throws IOException {
        tool = root.resolve("tool");
        Files.writeString(
                tool,
                """
                #!/bin/sh
                echo "$*" >> "$PLATTE_ROOT/said"
                case "$1" in
                get) cat "$PLATTE_ROOT/unschedulable" 2>/dev/null || true ;;
                is-enabled) [ "$3" != disabled.service ] || exit 1 ;;
                esac
                [ ! -e "$PLATTE_ROOT/$1-fails" ]
                """);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int run(String hook, String word) throws Exception {
        Files.deleteIfExists(root.resolve("said"));
        ProcessBuilder builder =
                new ProcessBuilder(EXAMPLES.resolve(hook).toAbsolutePath().toString(), word)
                        .redirectErrorStream(true);
        builder.environment().put("PLATTE_ROOT", root.toString());
        builder.environment().put("KUBECTL", tool.toString());
        builder.environment().put("SYSTEMCTL", tool.toString());
        builder.environment().put("NODE", "node-1");
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).isEmpty();
        return process.exitValue();
    }

    private String said() throws IOException {
        Path said = root.resolve("said");
        return Files.exists(said) ? Files.readString(said) : "";
    }

    @Test
    void aNodeIsDrainedAndTakesPodsAgain() throws Exception {
        assertThat(run("kubernetes", "drain")).isZero();
        assertThat(said()).contains("drain node-1 --ignore-daemonsets");
        assertThat(run("kubernetes", "resume")).isZero();
        assertThat(said()).contains("wait node node-1", "uncordon node-1");
        assertThat(run("kubernetes", "resume")).isZero();
        assertThat(said()).as("nothing is left to do").isEmpty();
    }

    @Test
    void aNodeThatAnOperatorCordonedStaysSo() throws Exception {
        Files.writeString(root.resolve("unschedulable"), "true");
        assertThat(run("kubernetes", "drain")).isZero();
        assertThat(run("kubernetes", "resume")).isZero();
        assertThat(said()).isEmpty();
    }

    @Test
    void aDrainThatFailsIsSaid() throws Exception {
        Files.createFile(root.resolve("drain-fails"));
        assertThat(run("kubernetes", "drain")).isNotZero();
        assertThat(run("kubernetes", "resume")).isZero();
        assertThat(said()).contains("uncordon node-1");
    }

    @Test
    void containersStopInOrderAndStartAgain() throws Exception {
        assertThat(run("containers", "drain")).as("none are named").isZero();
        Files.createDirectories(root.resolve("etc/platte"));
        Files.writeString(
                root.resolve("etc/platte/drain.units"),
                "# the proxy first\nproxy.service\n\nweb.service\ndisabled.service\n");
        assertThat(run("containers", "drain")).isZero();
        assertThat(said())
                .isEqualTo("stop proxy.service\nstop web.service\nstop disabled.service\n");
        assertThat(run("containers", "resume")).isZero();
        assertThat(said())
                .contains("start proxy.service\n", "start web.service\n")
                .doesNotContain("start disabled.service");
    }
}
