package dev.platte.server.poll;

import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Floor;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Facts;
import dev.platte.policy.decide.Release;
import dev.platte.policy.decide.Rollout;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.server.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the hosts of a group go, in the words of the policy: built once for each snapshot, group
 * and architecture.
 */
final class Targets {

    /**
     * What a group has for an architecture.
     *
     * @param rollout where its channel leads; null if to nothing that can be offered
     */
    record Target(@Nullable Rollout rollout, Facts.Catalogue catalogue) {

        static final Target NONE = new Target(null, Facts.Catalogue.PLAIN);
    }

    private record Place(long groupId, String architecture) {}

    private record Built(CatalogSnapshot snapshot, Map<Place, Target> targets) {}

    private final AtomicReference<@Nullable Built> built = new AtomicReference<>();

    Target of(
            CatalogSnapshot snapshot,
            ApplicationSnapshot application,
            Group group,
            Optional<Architecture> architecture) {
        if (architecture.isEmpty()) {
            return Target.NONE;
        }
        String name = architecture.get().name();
        return targetsOf(snapshot)
                .computeIfAbsent(
                        new Place(group.id(), name), place -> build(application, group, name));
    }

    private Map<Place, Target> targetsOf(CatalogSnapshot snapshot) {
        Built now = built.get();
        if (now == null || now.snapshot() != snapshot) {
            now = new Built(snapshot, new ConcurrentHashMap<>());
            built.set(now);
        }
        return now.targets();
    }

    private static Target build(ApplicationSnapshot application, Group group, String architecture) {
        Optional<Channel> channel = application.channel(group, architecture);
        if (channel.isEmpty()) {
            return Target.NONE;
        }
        Rollout rollout =
                application
                        .target(channel.get())
                        .filter(target -> target.full().isPresent())
                        .flatMap(target -> release(application, target))
                        .map(release -> rollout(group, release))
                        .orElse(null);
        List<Facts.Floor> floors =
                application.floors(channel.get()).stream()
                        .flatMap(floor -> floor(application, floor).stream())
                        .toList();
        return new Target(
                rollout, new Facts.Catalogue(floors, withdrawn(application, architecture)));
    }

    /** A channel's target is open to all of its groups at once. */
    private static Rollout rollout(Group group, Release target) {
        return new Rollout(
                Ledger.rolloutOf(group.id()),
                target,
                new Rollout.Completed(),
                Rollout.Pace.INSTANT,
                EffectiveTime.NOT_STARTED,
                false);
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
                        .flatMap(payload -> Stream.ofNullable(payload.sourcePackageId()))
                        .flatMap(id -> application.findPackage(id).stream())
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
