package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    /** 2,000 polls a second are 5.4 million hosts at 45 minutes and 28.8 million at 4 hours. */
    @ParameterizedTest
    @CsvSource({
        "2000, 0,",
        "2000, 5400000,",
        "2000, 5400001, PT45M1S",
        "2000, 10000000, PT1H23M20S",
        "2000, 28800000, PT4H",
        "2000, 9000000000000000000, PT4H",
        "1, 2701, PT45M1S",
        "0, 9000000000000000000,"
    })
    void intervalIsHostsByRateWithinTheBoundsOfUpdateEngine(
            int perSecond, long hosts, Duration expected) {
        assertThat(new Pace(perSecond).of(hosts)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void moreThanAServerCanDoIsRefused() {
        assertThatThrownBy(() -> new PaceSettings(-1)).hasMessageContaining("polls-per-second");
        assertThatThrownBy(() -> new PaceSettings(1_000_001)).hasMessageContaining("0 to 1000000");
    }

    @Test
    void aFleetThatOutgrowsItsServersPollsMoreRarelyAlsoWhenThereIsNothingNew() {
        try (TestDatabase database = TestServer.database();
                TestServer server =
                        TestServer.start(database, "--platte.pace.polls-per-second=1")) {
            Release release = Release.on(server);
            release.point(release.publish("2.0.0", 10));
            Machine old = new Machine(server, release, "1.0.0");
            Machine current = new Machine(server, release, "2.0.0");
            assertThat(old.check().pollInterval()).isEmpty();
            assertThat(current.check().pollInterval()).isEmpty();

            database.sql()
                    .sql("update host_counter set hosts = 5000 where version = '2.0.0'")
                    .update();
            server.get(FleetPace.class).refresh();
            assertThat(old.check().pollInterval()).hasValue(Duration.ofSeconds(5001));
            assertThat(current.check().pollInterval()).hasValue(Duration.ofSeconds(5001));
            assertThat(server.get("/actuator/prometheus").body())
                    .contains("platte_poll_interval_seconds 5001.0");
        }
    }
}
