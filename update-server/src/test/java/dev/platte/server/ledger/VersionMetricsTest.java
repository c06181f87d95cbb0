package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.VersionCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions as labels: bounded, whatever hosts say. */
class VersionMetricsTest {

    @Test
    void versionsBeyondTheBoundAreOneLabel() {
        List<VersionCount> counts = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            counts.add(new VersionCount(7L, "1." + i, HostState.UNKNOWN, i));
        }
        Map<String, Long> top = VersionMetrics.top(counts, 7);
        assertThat(top)
                .hasSize(VersionMetrics.MOST_VERSIONS + 1)
                .containsEntry("1.50", 50L)
                .containsEntry("1.31", 31L)
                .containsEntry(VersionMetrics.OTHERS, 30L * 31 / 2);
    }

    @Test
    void statesOfAVersionAreAddedAndOtherGroupsAreNot() {
        assertThat(
                        VersionMetrics.top(
                                List.of(
                                        new VersionCount(7L, "1.0", HostState.UNKNOWN, 2),
                                        new VersionCount(7L, "1.0", HostState.COMPLETE, 3),
                                        new VersionCount(8L, "1.0", HostState.COMPLETE, 5),
                                        new VersionCount(null, "1.0", HostState.COMPLETE, 7)),
                                7))
                .containsExactly(Map.entry("1.0", 5L));
    }
}
