package dev.platte.client.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFlagsTest {
    private static List<String> parse(String line) throws EngineFlags.BadFlag {
        return EngineFlags.parse(List.of(line.split(" "))).verbs().stream()
                .map(Enum::name)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-status",
                "--status",
                "-status=true",
                "--status=T",
                "--status=yes",
                "-status=1",
                "-nostatus -status",
                "-logtostderr -status",
                "--stderrthreshold 2 --status",
                "-v=3 -status",
                "update -status",
                "-status -- -update",
                "-status -update=false",
                "-status -",
            })
    void everyFormOfAFlagIsTaken(String line) throws EngineFlags.BadFlag {
        assertThat(parse(line)).containsExactly("STATUS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nostatus", "--status=false", "-status=n", "-status -nostatus", "x"})
    void whatIsNotWantedIsNotDone(String line) throws EngineFlags.BadFlag {
        assertThat(parse(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-reboot, unknown command line flag 'reboot'",
        "--status=perhaps, illegal value 'perhaps' specified for bool flag 'status'",
        "-noreboot, unknown command line flag 'noreboot'",
        "-v, flag 'v' is missing its argument",
    })
    void whatGflagsRefusesIsRefusedInItsWords(String line, String words) {
        assertThatThrownBy(() -> parse(line)).hasMessage(words);
    }

    @Test
    void helpHasThreeNames() throws EngineFlags.BadFlag {
        assertThat(parse("-help")).containsExactly("HELP");
        assertThat(parse("--helpfull")).containsExactly("HELP");
        assertThat(parse("--helpshort")).containsExactly("HELP");
    }
}
