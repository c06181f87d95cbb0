package dev.platte.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.CatalogContents;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.VersionCount;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.RolloutContents;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VersionSpreadTest {

    private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");
    private static final long BETA = 5;

    private final ApplicationSnapshot application =
            CatalogSnapshot.of(
                            1,
                            new CatalogContents(
                                    List.of(new Application(1, "os", "OS", "", DAY, 0)),
                                    List.of(
                                            release(1, "4186.1.1", PackageState.PUBLISHED),
                                            release(2, "4152.2.2", PackageState.WITHDRAWN)),
                                    List.of(new Channel(3, 1, "amd64", "beta", 1L, DAY, 0)),
                                    List.of()),
                            new RolloutContents(
                                    List.of(
                                            new Group(
                                                    BETA,
                                                    1,
                                                    new UUID(1, 2),
                                                    "beta",
                                                    "",
                                                    "beta",
                                                    false,
                                                    null,
                                                    null,
                                                    DAY,
                                                    0)),
                                    List.of(),
                                    Map.of(),
                                    List.of()))
                    .application("os")
                    .orElseThrow();

    private static UpdatePackage release(long id, String version, PackageState state) {
        boolean withdrawn = state == PackageState.WITHDRAWN;
        return new UpdatePackage(
                id,
                1,
                "amd64",
                version,
                "",
                List.of(),
                state,
                withdrawn ? "it does not boot" : null,
                DAY,
                DAY,
                withdrawn ? DAY : null,
                List.of(),
                List.of(),
                false,
                0);
    }

    private static VersionCount count(String version, HostState state, long hosts) {
        return new VersionCount(BETA, version, state, hosts);
    }

    @Test
    void hostsStandToWhatTheirOwnGroupFollows() {
        assertThat(VersionSpread.standing(application, BETA, "4186.1.1"))
                .isEqualTo(Standing.CURRENT);
        assertThat(VersionSpread.standing(application, BETA, "4186.1.1.0"))
                .isEqualTo(Standing.CURRENT);
        assertThat(VersionSpread.standing(application, BETA, "4186.1.0"))
                .isEqualTo(Standing.BEHIND);
        assertThat(VersionSpread.standing(application, BETA, "4230.0.0")).isEqualTo(Standing.AHEAD);
        assertThat(VersionSpread.standing(application, BETA, "ForcedUpdate"))
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
