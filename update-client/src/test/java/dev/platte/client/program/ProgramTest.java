package dev.platte.client.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.program.Program.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgramTest {
    private static Program shell(String script, Duration timeout) {
        return new Program(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "A", "b"),
                timeout);
    }

    @Test
    void linesAreHeardAsTheyCome() throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Program.Result result =
                shell("echo one; echo two >&2; printf three; exit 4", Duration.ofMinutes(1))
                        .run(() -> false, lines::add);
        assertThat(result.ending()).isEqualTo(new Ending.Exited(4));
        assertThat(result.output()).isEqualTo("one\ntwo\nthree");
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void onlyTheGivenEnvironmentIsThere() throws InterruptedException {
        assertThat(shell("env", Duration.ofMinutes(1)).run().output())
                .contains("A=b")
                .doesNotContain("HOME");
    }

    @Test
    void aLineWithoutEndIsCut() throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        shell("head -c 100000 /dev/zero | tr '\\0' x", Duration.ofMinutes(1))
                .run(() -> false, lines::add);
        assertThat(lines).singleElement().asString().hasSize(2048);
    }

    @Test
    void whatTakesTooLongOrIsNotWantedAnyMoreIsKilled() throws InterruptedException {
        assertThat(shell("sleep 1000", Duration.ofMillis(50)).run().ending())
                .isEqualTo(new Ending.TimedOut(Duration.ofMillis(50)));
        assertThat(shell("sleep 1000", Duration.ofHours(1)).run(() -> true, _ -> {}).ending())
                .isEqualTo(new Ending.BrokenOff());
    }

    @Test
    void whatIsNotThereIsSaid() throws InterruptedException {
        Program.Result result =
                new Program(List.of("/no/such/program"), Map.of(), Duration.ofMinutes(1)).run();
        assertThat(result.ending()).isInstanceOf(Ending.NotStarted.class);
        assertThat(result.ending().words()).startsWith("could not be started: ");
    }
}
