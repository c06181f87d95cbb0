package dev.platte.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.VersionCount;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.web.fixture.TestSite;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class VersionSpreadTest {

    private static TestSite site;
    private static ApplicationSnapshot application;
    private static long beta;

    @BeforeAll
    static void start() {
        site = TestSite.startFilled();
        application =
                site.get(SnapshotSource.class).current().applications().stream()
                        .filter(found -> found.application().name().equals("Meadow Linux"))
                        .findFirst()
                        .orElseThrow();
        beta = application.group("beta").orElseThrow().id();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static VersionCount count(String version, HostState state, long hosts) {
        return new VersionCount(beta, version, state, hosts);
    }

    @Test
    void hostsStandToWhatTheirOwnGroupFollows() {
        assertThat(VersionSpread.standing(application, beta, "4186.1.1"))
                .isEqualTo(Standing.CURRENT);
        assertThat(VersionSpread.standing(application, beta, "4186.1.1.0"))
                .isEqualTo(Standing.CURRENT);
        assertThat(VersionSpread.standing(application, beta, "4186.1.0"))
                .isEqualTo(Standing.BEHIND);
        assertThat(VersionSpread.standing(application, beta, "4230.0.0")).isEqualTo(Standing.AHEAD);
        assertThat(VersionSpread.standing(application, beta, "ForcedUpdate"))
                .isEqualTo(Standing.APART);
        assertThat(VersionSpread.standing(application, null, "4186.1.1")).isEqualTo(Standing.APART);
    }

    @Test
    void theNewestComesFirstAndTheUnreadableLast() {
        VersionSpread spread =
                VersionSpread.of(
                        application,
                        List.of(
                                count("4186.1.0", HostState.UNKNOWN, 1),
                                count("nightly", HostState.UNKNOWN, 1),
                                count("4230.0.0", HostState.UNKNOWN, 1),
                                count("4186.1.10", HostState.UNKNOWN, 1)));
        assertThat(spread.rows().stream().map(VersionSpread.Row::version))
                .containsExactly("4230.0.0", "4186.1.10", "4186.1.0", "nightly");
    }

    @Test
    void everyHostIsInOneStandingAndOneState() {
        List<VersionCount> counts =
                IntStream.range(0, HostState.values().length)
                        .mapToObj(i -> count("4186.1." + i, HostState.values()[i], 10L + i))
                        .toList();
        VersionSpread spread = VersionSpread.of(application, counts);
        long all = counts.stream().mapToLong(VersionCount::hosts).sum();
        assertThat(spread.hosts()).isEqualTo(all);
        assertThat(List.of(Standing.values()).stream().mapToLong(spread::hosts).sum())
                .isEqualTo(all);
        assertThat(List.of(HostState.values()).stream().mapToLong(spread::hosts).sum())
                .isEqualTo(all);
        assertThat(spread.rows().stream().mapToLong(VersionSpread.Row::hurt).sum())
                .isEqualTo(spread.hurt());
    }

    @Test
    void oneHostAmongMillionsCanBeSeenAndNoBarIsLongerThanItsPlace() {
        VersionSpread spread =
                VersionSpread.of(
                        application,
                        List.of(
                                count("4186.1.1", HostState.COMPLETE, 3_000_000),
                                count("4186.1.0", HostState.UNKNOWN, 1)));
        assertThat(spread.rows().getFirst().bar().getFirst().width()).isEqualTo(100);
        assertThat(spread.rows().getLast().bar().getFirst().width()).isGreaterThan(0.5);
    }

    @Test
    void aWithdrawnVersionIsMarked() {
        VersionSpread spread =
                VersionSpread.of(application, List.of(count("4152.2.2", HostState.UNKNOWN, 2)));
        assertThat(spread.rows().getFirst().withdrawn()).isTrue();
    }
}
