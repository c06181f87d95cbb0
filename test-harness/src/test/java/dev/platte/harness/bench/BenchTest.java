package dev.platte.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of benchmarks, without running one. */
class BenchTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String line) {
        return Bench.run(
                List.of(line.split(" ")),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allBenchmarksAreListed() {
        assertThat(run("--help")).isZero();
        assertThat(out())
                .contains("client", "fleet", "lock", "omaha", "pages", "payload", "poll")
                .contains("beside a constant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "fleet", "lock", "omaha", "pages", "payload", "poll"})
    void eachSaysWhatItTakes(String name) {
        assertThat(run(name + " --help")).isZero();
        assertThat(out()).contains("--json=FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json=x",
                "nothing",
                "poll --hosts=many",
                "poll --rounds=0",
                "lock --hosts=10",
                "fleet --hosts=999",
                "pages --times=0",
                "client --quick"
            })
    void wrongArgumentsRunNothing(String line) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: ./platte bench");
    }

    @Test
    void timingsAreThoseOfTheirRanks() {
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (100L - i) * 1_000_000;
        }
        Timings timings = Timings.of(nanos);
        assertThat(timings).isEqualTo(new Timings(51, 96, 100));
        assertThat(Timings.verdict(Map.of("a", timings), 97)).endsWith("met");
        assertThat(Timings.verdict(Map.of("a", timings), 96)).endsWith("MISSED by a");
    }
}
