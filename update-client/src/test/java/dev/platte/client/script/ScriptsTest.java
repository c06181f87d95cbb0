package dev.platte.client.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.script.ScriptResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    @TempDir private Path directory;
    private Duration timeout = Duration.ofSeconds(20);

    private void check(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<ScriptResult> run() throws IOException, InterruptedException {
        return new Scripts(
                        List.of(directory.resolve("etc"), directory.resolve("usr")),
                        timeout,
                        Map.of("PLATTE_SLOT", "b"))
                .run();
    }

    @Test
    void runInOrderAndAnEarlierDirectoryHidesALaterOne() throws Exception {
        check("etc/20-b", "echo etc-b");
        check("etc/10-a", "echo \"slot $PLATTE_SLOT\"");
        check("usr/10-a", "exit 1");
        check("usr/05-c", "echo usr-c");
        assertThat(run())
                .filteredOn(result -> result.ending() == Ending.PASSED)
                .extracting(ScriptResult::output)
                .containsExactly("slot b", "etc-b", "usr-c");
    }

    @Test
    void endAtTheFirstThatFails() throws Exception {
        check("etc/10-a", "echo broken >&2; exit 7");
        check("etc/20-b", "true");
        assertThat(run())
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.isFailure()).isTrue();
                            assertThat(result.words()).isEqualTo("exit status 7");
                            assertThat(result.output()).isEqualTo("broken");
                        });
    }

    @Test
    void areEndedWithTheirChildrenWhenTheyTakeTooLong() throws Exception {
        timeout = Duration.ofMillis(300);
        check(
                "etc/10-a",
                "echo waiting; sleep 3600 & echo $! > " + directory.resolve("pid") + "; wait");
        ScriptResult result = run().getFirst();
        assertThat(result.isFailure()).isTrue();
        assertThat(result.words()).isEqualTo("not done after 300 ms");
        assertThat(result.output()).isEqualTo("waiting");
        long child = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void mayPrintWithoutEnd() throws Exception {
        check("etc/10-a", "yes | head -c 5000000");
        ScriptResult result = run().getFirst();
        assertThat(result.ending()).isEqualTo(Ending.PASSED);
        assertThat(result.output()).hasSizeLessThanOrEqualTo(16 * 1024);
    }

    @Test
    void thatCannotBeStartedFail() throws Exception {
        check("etc/10-a", "");
        Files.writeString(directory.resolve("etc/10-a"), "#!/no/such/interpreter\n");
        ScriptResult result = run().getFirst();
        assertThat(result.isFailure()).isTrue();
        assertThat(result.words()).contains("could not be started");
    }

    @Test
    void whatIsLeftOutIsSaid() throws Exception {
        check("etc/10-a", "true");
        check("usr/10-a", "exit 1");
        check("usr/20-masked", "exit 1");
        Files.createSymbolicLink(directory.resolve("etc/20-masked"), Path.of("/dev/null"));
        Files.createDirectory(directory.resolve("etc/30-directory"));
        Files.writeString(directory.resolve("etc/40-text"), "no program");
        check("etc/.hidden", "exit 1");
        check("etc/50-a~", "exit 1");
        check("etc/50-a.dpkg-dist", "exit 1");
        assertThat(run())
                .filteredOn(result -> result.ending() == Ending.LEFT_OUT)
                .extracting(result -> result.line().replace(directory + "/", ""))
                .containsExactly(
                        "etc/20-masked: left out, masked",
                        "etc/30-directory: left out, it is no file",
                        "etc/40-text: left out, it is not executable",
                        "usr/10-a: left out, etc/10-a stands for it",
                        "usr/20-masked: left out, etc/20-masked stands for it");
    }

    @Test
    void mayBeAbsent() throws Exception {
        assertThat(run()).isEmpty();
    }
}
