package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people call packages and groups. Neither ever changes its name, so that a list is labelled
 * from memory; only what is newer than the snapshot costs a statement.
 */
@Component
final class Labels {

    private final SnapshotSource snapshots;
    private final Packages packages;
    private final Groups groups;

    Labels(SnapshotSource snapshots, Packages packages, Groups groups) {
        this.snapshots = snapshots;
        this.packages = packages;
        this.groups = groups;
    }

    /** Null for no package. */
    @Nullable String version(Application application, @Nullable Long packageId) {
        return packageId == null
                ? null
                : known(application)
                        .flatMap(snapshot -> snapshot.findPackage(packageId))
                        .or(() -> packages.find(packageId))
                        .map(UpdatePackage::version)
                        .orElse(null);
    }

    String track(Application application, long groupId) {
        return known(application).stream()
                .flatMap(snapshot -> snapshot.groups().stream())
                .filter(group -> group.id() == groupId)
                .findFirst()
                .or(() -> groups.find(groupId))
                .map(Group::track)
                .orElse("");
    }

    private Optional<ApplicationSnapshot> known(Application application) {
        return snapshots.current().application(application.appid());
    }
}
