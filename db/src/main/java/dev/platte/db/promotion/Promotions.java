package dev.platte.db.promotion;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.decision.Targets;
import dev.platte.db.fleet.Census;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Decider;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Facts;
import dev.platte.policy.decide.Host;
import dev.platte.policy.decide.Reason;
import dev.platte.policy.estimate.Forecast;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What a promotion would do. Hosts of one group, architecture and version get the same answer, so
 * that the counters are decided instead of the hosts: as many statements for ten hosts as for ten
 * million.
 */
@Component
public final class Promotions {

    private static final Duration SILENT = Duration.ofDays(30);
    private static final Duration USUAL_POLL = Duration.ofMinutes(45);
    private static final Duration USUAL_ATTEMPT = Duration.ofMinutes(30);
    private static final MachineId NOBODY = new MachineId("dry-run");

    private final SnapshotSource snapshots;
    private final Census census;
    private final Targets targets;
    private final Proposals proposals;
    private final @Nullable Duration serverPoll;
    private final InstantSource clock;

    Promotions(
            SnapshotSource snapshots,
            Census census,
            Targets targets,
            Proposals proposals,
            @Value("${platte.poll-interval:#{null}}") @Nullable Duration serverPoll,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.census = census;
        this.targets = targets;
        this.proposals = proposals;
        this.serverPoll = serverPoll;
        this.clock = clock;
    }

    /**
     * What pointing a channel to a package would do now.
     *
     * @param packageId of the channel's application and architecture
     */
    public Prospect of(Application application, Channel channel, long packageId) {
        Instant now = clock.instant();
        ApplicationSnapshot snapshot = known(application, packageId);
        UpdatePackage target = snapshot.findPackage(packageId).orElseThrow();
        Map<Long, Group> groups =
                snapshot.groups().stream()
                        .filter(group -> group.channel().equals(channel.name()))
                        .collect(Collectors.toMap(Group::id, Function.identity()));
        Census.Silent silent = census.silent(application.id(), now.minus(SILENT), now);
        Sums sums = new Sums(counts(census.pinned(application.id(), now)), counts(silent.counts()));
        for (Census.Count count : census.all(application.id())) {
            Group group = groups.get(count.kind().groupId());
            if (group != null && concerns(count.kind(), target)) {
                sums.add(group, count, decide(snapshot, group, target, count.kind(), now));
            }
        }
        Duration attempt = bounded(census.attempt(groups.keySet()).orElse(USUAL_ATTEMPT));
        List<Prospect.GroupForecast> forecasts =
                groups.values().stream()
                        .sorted(Comparator.comparing(Group::track))
                        .map(g -> forecast(g, snapshot.policy(g), sums.of(g), attempt, now))
                        .toList();
        return sums.view(
                target.version(), silent.exact(), proposals.needed(channel, packageId), forecasts);
    }

    /**
     * When an open rollout is through, at its pace and from where it is.
     *
     * @param hosts that are to be moved, or were by it
     * @param begun how many of them have begun
     * @return empty: it stands still, or does not end within two years, as far as can be seen
     */
    public Optional<Forecast> end(Rollout rollout, Group group, long hosts, long begun) {
        Instant now = clock.instant();
        Instant since = rollout.pace().time().runningSince();
        if (since == null) {
            return Optional.empty();
        }
        Windows windows =
                snapshots.current().applications().stream()
                        .filter(known -> known.application().id() == rollout.applicationId())
                        .findFirst()
                        .map(known -> known.policy(group).windows())
                        .orElse(Windows.ALWAYS);
        Duration attempt = bounded(census.attempt(List.of(group.id())).orElse(USUAL_ATTEMPT));
        return Forecast.of(
                new Forecast.Fleet(hosts, 0, Math.min(begun, hosts), poll(group), attempt),
                new Forecast.Plan(
                        rollout.pace().time(),
                        rollout.pace().ramp(),
                        rollout.pace().limits(),
                        windows),
                now);
    }

    /**
     * When a rollout that began now would be through, were this the policy.
     *
     * @param hosts that are to be moved
     * @return empty: not within two years, as far as can be seen
     */
    public Optional<Forecast> under(Group group, GroupPolicy policy, long hosts) {
        Duration attempt = bounded(census.attempt(List.of(group.id())).orElse(USUAL_ATTEMPT));
        return forecast(group, policy, new Sums.Moving(hosts, 0), attempt, clock.instant())
                .foretold();
    }

    private Duration poll(Group group) {
        return Optional.ofNullable(group.pollInterval())
                .or(() -> Optional.ofNullable(serverPoll))
                .orElse(USUAL_POLL);
    }

    /** A package that was published a moment ago is in the next snapshot. */
    private ApplicationSnapshot known(Application application, long packageId) {
        return snapshots
                .current()
                .application(application.appid())
                .filter(snapshot -> snapshot.findPackage(packageId).isPresent())
                .or(() -> snapshots.refresh().application(application.appid()))
                .orElseThrow();
    }

    private static boolean concerns(Census.Kind kind, UpdatePackage target) {
        return kind.arch() == null || kind.arch().equals(target.arch());
    }

    private static Map<Census.Kind, Long> counts(List<Census.Count> counts) {
        return counts.stream()
                .collect(Collectors.toMap(Census.Count::kind, Census.Count::hosts, Long::sum));
    }

    private Sums.Verdict decide(
            ApplicationSnapshot snapshot,
            Group group,
            UpdatePackage target,
            Census.Kind kind,
            Instant now) {
        Host host =
                new Host(
                        NOBODY,
                        Version.of(kind.version()),
                        kind.arch() == null ? null : Architecture.of(kind.arch()));
        Facts facts = targets.promoted(snapshot, group, target, host, now);
        return switch (Decider.decide(facts)) {
            case Decision.NeedsGrant(var move, List<Reason> reasons) ->
                    new Sums.Verdict(null, floors(facts, target));
            case Decision.UpToDate(List<Reason> reasons) ->
                    new Sums.Verdict(reasons.getFirst().code(), 0);
            case Decision.NotNow(var move, List<Reason> reasons) ->
                    new Sums.Verdict(reasons.getFirst().code(), 0);
        };
    }

    /** How many floors lie between the host and the target. */
    private static int floors(Facts facts, UpdatePackage target) {
        Optional<ReadableVersion> from = Version.of(facts.host().version().text()).readable();
        Optional<ReadableVersion> to = Version.of(target.version()).readable();
        if (from.isEmpty() || to.isEmpty()) {
            return 0;
        }
        return Math.toIntExact(
                facts.catalogue().floors().stream()
                        .map(floor -> floor.release().version())
                        .filter(floor -> floor.isNewerThan(from.get()))
                        .filter(floor -> to.get().isNewerThan(floor))
                        .count());
    }

    private Prospect.GroupForecast forecast(
            Group group, GroupPolicy policy, Sums.Moving moving, Duration attempt, Instant now) {
        Duration poll = poll(group);
        // Canaries soak before the ramp begins, and the first of them have to update at all.
        Instant start =
                policy.canaries().rule().hosts() == 0
                        ? now
                        : now.plus(poll).plus(attempt).plus(policy.canaries().rule().soak());
        Optional<Forecast> foretold =
                Forecast.of(
                        new Forecast.Fleet(moving.hosts(), moving.floors(), poll, attempt),
                        new Forecast.Plan(
                                EffectiveTime.startedAt(start),
                                policy.ramp(),
                                policy.limits(),
                                policy.windows()),
                        now);
        return new Prospect.GroupForecast(
                group.track(), moving.hosts(), foretold.orElse(null), sentence(moving, foretold));
    }

    private static String sentence(Sums.Moving moving, Optional<Forecast> foretold) {
        String hosts = Prospect.hosts(moving.hosts());
        return foretold.map(
                        each ->
                                "%s, %s through in about %s at this policy."
                                        .formatted(
                                                hosts,
                                                each.reached(),
                                                Prospect.about(each.takes())))
                .orElse(hosts + "; no end within two years can be foreseen at this policy.");
    }

    private static Duration bounded(Duration attempt) {
        if (attempt.compareTo(Duration.ofMinutes(1)) < 0) {
            return Duration.ofMinutes(1);
        }
        return attempt.compareTo(Duration.ofDays(7)) > 0 ? Duration.ofDays(7) : attempt;
    }
}
