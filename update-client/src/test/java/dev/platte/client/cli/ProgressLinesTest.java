package dev.platte.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final StringWriter text = new StringWriter();
    private long nanos;

    private ProgressLines lines(boolean terminal) {
        return new ProgressLines(new PrintWriter(text), terminal, () -> nanos);
    }

    @Test
    void withoutATerminalEveryTenthIsALine() {
        ProgressLines lines = lines(false);
        for (int percent = 0; percent <= 100; percent++) {
            lines.progressed(percent * 1_000_000L, 100_000_000);
            nanos += 100_000_000;
        }
        assertThat(text.toString().lines()).hasSize(10);
        assertThat(text.toString())
                .contains(" 10 %  10.0 MB of 100.0 MB  10.0 MB/s  0:09 left")
                .doesNotContain("\r");
    }

    @Test
    void onATerminalOneLineIsDrawnOver() {
        ProgressLines lines = lines(true);
        lines.progressed(0, 100_000_000);
        nanos += 1_000_000_000;
        lines.progressed(50_000_000, 100_000_000);
        nanos += 1;
        lines.progressed(50_000_001, 100_000_000);
        assertThat(text.toString())
                .contains(
                        "\r[###############...............]  50 %  50.0 MB of 100.0 MB  50.0 MB/s  0:01 left")
                .doesNotContain("\n");
        assertThat(text.toString().chars().filter(c -> c == '\r').count()).isLessThanOrEqualTo(2);
    }

    @Test
    void aRateOfAResumedDownloadDoesNotCountWhatWasThere() {
        ProgressLines lines = lines(false);
        lines.progressed(50_000_000, 100_000_000);
        nanos += 1_000_000_000;
        lines.progressed(60_000_000, 100_000_000);
        assertThat(text.toString()).contains("10.0 MB/s  0:04 left");
    }
}
