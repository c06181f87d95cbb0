package dev.platte.client.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Situation;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmissionTest {
    private static Situation situation(String operation, double progress) {
        return new Situation(
                new Situation.Now(operation, operation, Instant.EPOCH, ""),
                new Situation.Checks(Optional.empty(), Optional.empty()),
                new Situation.Update("2", 1000, progress, 0),
                Optional.empty(),
                "",
                Situation.Reboot.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "DOWNLOADING, 0.5, DOWNLOADING, 0.505, 10, false",
        "DOWNLOADING, 0.5, DOWNLOADING, 0.505, 11, true",
        "DOWNLOADING, 0.5, DOWNLOADING, 0.511, 0, true",
        "DOWNLOADING, 0.995, DOWNLOADING, 1, 0, true",
        "DOWNLOADING, 1, DOWNLOADING, 1, 0, false",
        "DOWNLOADING, 0.5, DOWNLOADING, 0.1, 0, true",
        "IDLE, 0, CHECKING_FOR_UPDATE, 0, 0, true",
        "IDLE, 0, IDLE, 0, 0, false",
    })
    void everyPercentEveryChangeAndNeverSilentForLong(
            String before, double from, String after, double to, int seconds, boolean due) {
        assertThat(
                        Emission.isDue(
                                situation(before, from),
                                situation(after, to),
                                Instant.EPOCH,
                                Instant.EPOCH.plusSeconds(seconds)))
                .isEqualTo(due);
    }
}
