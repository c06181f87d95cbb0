package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.Samples;
import dev.platte.db.fleet.VersionCount;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.server.edge.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many hosts there are of which kind, now and in the past: a few rows, however many hosts. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/fleet")
final class FleetController {

    private static final int MOST_POINTS = 2000;
    private static final Duration A_DAY = Duration.ofDays(1);

    /**
     * @param group its track; absent: their track names no group
     */
    record CountView(@Nullable String group, String version, HostState state, long hosts) {}

    private final Fleet fleet;
    private final Samples samples;
    private final SnapshotSource snapshots;
    private final Lookup lookup;
    private final InstantSource time;

    FleetController(
            Fleet fleet,
            Samples samples,
            SnapshotSource snapshots,
            Lookup lookup,
            InstantSource time) {
        this.fleet = fleet;
        this.samples = samples;
        this.snapshots = snapshots;
        this.lookup = lookup;
        this.time = time;
    }

    /** Hosts by group, version and state; retired ones are left out. */
    @GetMapping("/counts")
    List<CountView> counts(@PathVariable String app) {
        Application application = lookup.application(app);
        Map<Long, String> tracks = new HashMap<>();
        snapshots
                .current()
                .application(application.appid())
                .map(ApplicationSnapshot::groups)
                .ifPresent(
                        groups -> groups.forEach(group -> tracks.put(group.id(), group.track())));
        return fleet.versions(application.id()).stream().map(count -> view(count, tracks)).toList();
    }

    private static CountView view(VersionCount count, Map<Long, String> tracks) {
        return new CountView(
                count.groupId() == null ? null : tracks.get(count.groupId()),
                count.version(),
                count.state(),
                count.hosts());
    }

    /**
     * The same in the past, by time: the last day unless other bounds are said. Samples lie five
     * minutes apart for two days, an hour for ninety, a day for two years.
     *
     * @param group track or id; absent: the sums of all groups
     * @param from the first point, such as 2026-03-01T12:00:00Z; absent: a day before the last
     * @param to until before when; absent: now
     * @param step how far apart, PT5M or more
     */
    @GetMapping("/timeline")
    List<Samples.HostSample> timeline(
            @PathVariable String app,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "PT5M") String step) {
        Application application = lookup.application(app);
        Group only = group == null ? null : lookup.group(application, group);
        Instant end = to == null ? time.instant() : QueryTimes.instant("to", to);
        Instant begin = from == null ? end.minus(A_DAY) : QueryTimes.instant("from", from);
        Duration apart = QueryTimes.duration("step", step);
        if (apart.compareTo(Samples.STEP) < 0) {
            throw ProblemException.of(400, "step-invalid", "step is PT5M or more.");
        }
        if (Duration.between(begin, end).dividedBy(apart) > MOST_POINTS) {
            throw ProblemException.of(
                    400,
                    "too-many-points",
                    "That would be more than %d points in time; give a longer step, such as PT1H or P1D."
                            .formatted(MOST_POINTS));
        }
        return samples.ofHosts(
                application.id(), only == null ? null : only.id(), begin, end, apart);
    }
}
