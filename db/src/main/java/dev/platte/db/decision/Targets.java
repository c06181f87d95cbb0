package dev.platte.db.decision;

import dev.platte.db.catalog.Floor;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Pin;
import dev.platte.db.rollout.Place;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Facts;
import dev.platte.policy.decide.Host;
import dev.platte.policy.decide.Release;
import dev.platte.policy.decide.Rollout;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.window.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where the hosts of a group go, in the words of the policy: built once for each snapshot, group
 * and architecture. The same for polls and for whoever asks why a host gets what it gets.
 */
@Component
public final class Targets {

    /**
     * What a group has for an architecture.
     *
     * @param rolling where it is being moved; null if nowhere
     * @param stable where its last completed rollout led; null before
     */
    private record Target(
            @Nullable Rollout rolling, @Nullable Rollout stable, Facts.Catalogue catalogue) {

        static final Target NONE = new Target(null, null, Facts.Catalogue.PLAIN);
    }

    private record Spot(long groupId, String architecture) {}

    private record Built(CatalogSnapshot snapshot, Map<Spot, Target> targets) {}

    private final AtomicReference<@Nullable Built> built = new AtomicReference<>();

    /**
     * All that the first half of a decision needs.
     *
     * @param host what its poll says, or its row; whether it is a canary or pinned is looked up
     * @param now one instant for the whole poll
     */
    public Facts facts(
            CatalogSnapshot snapshot,
            ApplicationSnapshot application,
            Group group,
            Host host,
            Instant now) {
        GroupPolicy policy = application.policy(group);
        Target target =
                host.architecture() == null
                        ? Target.NONE
                        : targetsOf(snapshot)
                                .computeIfAbsent(
                                        new Spot(group.id(), host.architecture().name()),
                                        spot -> build(application, group, spot.architecture()));
        Host known =
                new Host(
                        host.id(),
                        host.version(),
                        host.architecture(),
                        host.wishes(),
                        policy.canaries().machines().contains(host.id().text()),
                        hold(application, host));
        return new Facts(
                known,
                new Facts.Group(
                        group.track(),
                        group.pausedReason(),
                        policy.windows(),
                        policy.forcedPassesRamp()),
                target.rolling(),
                target.stable(),
                target.catalogue(),
                now);
    }

    /**
     * The same, as if the group were being moved to a package without ramp and limits: for dry
     * runs. Everything that time ends is left out; it belongs to the forecast.
     *
     * @param host of the package's architecture, or of none
     */
    public Facts promoted(
            ApplicationSnapshot application,
            Group group,
            UpdatePackage target,
            Host host,
            Instant now) {
        Rollout moving =
                release(application, target)
                        .map(
                                release ->
                                        new Rollout(
                                                "dry-run",
                                                release,
                                                new Rollout.Running(),
                                                Rollout.Pace.INSTANT,
                                                EffectiveTime.startedAt(now),
                                                application.policy(group).offersDowngrade()))
                        .orElse(null);
        Target at = build(application, group, target.arch());
        return new Facts(
                host,
                new Facts.Group(group.track(), group.pausedReason(), Windows.ALWAYS, false),
                host.architecture() == null ? null : moving,
                null,
                at.catalogue(),
                now);
    }

    /** Aimed at a package of another architecture, or one that has gone: it stays where it is. */
    private static Host.@Nullable Hold hold(ApplicationSnapshot application, Host host) {
        Pin pin = application.pin(host.id().text()).orElse(null);
        if (pin == null) {
            return null;
        }
        Architecture arch = host.architecture();
        Optional<Release> aim =
                pin.packageId() == null || arch == null
                        ? Optional.empty()
                        : application
                                .findPackage(pin.packageId())
                                .filter(found -> found.arch().equals(arch.name()))
                                .filter(found -> found.full().isPresent())
                                .flatMap(found -> release(application, found));
        return aim.<Host.Hold>map(at -> new Host.Aimed(at, pin.until(), pin.madeBy(), pin.reason()))
                .orElseGet(() -> new Host.Pinned(pin.until(), pin.madeBy(), pin.reason()));
    }

    private Map<Spot, Target> targetsOf(CatalogSnapshot snapshot) {
        Built now = built.get();
        if (now == null || now.snapshot() != snapshot) {
            now = new Built(snapshot, new ConcurrentHashMap<>());
            built.set(now);
        }
        return now.targets();
    }

    private static Target build(ApplicationSnapshot application, Group group, String architecture) {
        List<Facts.Floor> floors =
                application.channel(group, architecture).stream()
                        .flatMap(channel -> application.floors(channel).stream())
                        .flatMap(floor -> floor(application, floor).stream())
                        .toList();
        return new Target(
                rollout(application, group, architecture, Place.ROLLING),
                rollout(application, group, architecture, Place.STABLE),
                new Facts.Catalogue(floors, withdrawn(application, architecture)));
    }

    private static @Nullable Rollout rollout(
            ApplicationSnapshot application, Group group, String architecture, Place place) {
        return application
                .rollout(group, architecture, place)
                .flatMap(
                        row ->
                                application
                                        .findPackage(row.packageId())
                                        .filter(target -> target.full().isPresent())
                                        .flatMap(target -> release(application, target))
                                        .map(target -> RolloutWords.of(row, target)))
                .orElse(null);
    }

    private static Optional<Facts.Floor> floor(ApplicationSnapshot application, Floor floor) {
        return application
                .findPackage(floor.packageId())
                .filter(UpdatePackage::offerable)
                .flatMap(target -> release(application, target))
                .map(release -> new Facts.Floor(release, floor.reason()));
    }

    private static Optional<Release> release(
            ApplicationSnapshot application, UpdatePackage target) {
        List<ReadableVersion> sources =
                target.payloads().stream()
                        .flatMap(payload -> Stream.ofNullable(payload.source()))
                        .flatMap(source -> Version.of(source.version()).readable().stream())
                        .toList();
        return Version.of(target.version())
                .readable()
                .map(version -> new Release(Long.toString(target.id()), version, sources));
    }

    private static List<Facts.Withdrawn> withdrawn(
            ApplicationSnapshot application, String architecture) {
        return application.packages().stream()
                .filter(found -> found.state() == PackageState.WITHDRAWN)
                .filter(found -> found.arch().equals(architecture))
                .flatMap(
                        found ->
                                Version.of(found.version())
                                        .readable()
                                        .map(version -> withdrawn(found, version))
                                        .stream())
                .toList();
    }

    private static Facts.Withdrawn withdrawn(UpdatePackage found, ReadableVersion version) {
        String why = found.withdrawnReason();
        return new Facts.Withdrawn(version, why == null ? "" : why);
    }
}
