package dev.platte.db.snapshot;

import dev.platte.db.catalog.AppIds;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.CatalogContents;
import dev.platte.db.rollout.RolloutContents;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue at one version: all that answers a poll without a statement. Immutable; two reads
 * of one snapshot never disagree.
 */
public final class CatalogSnapshot {

    private final long version;
    private final Map<String, ApplicationSnapshot> byKey;

    private CatalogSnapshot(long version, Map<String, ApplicationSnapshot> byKey) {
        this.version = version;
        this.byKey = byKey;
    }

    /** A catalogue with this content; also what tests of polls begin with. */
    public static CatalogSnapshot of(
            long version, CatalogContents contents, RolloutContents rollouts) {
        Map<String, ApplicationSnapshot> byKey = new LinkedHashMap<>();
        for (Application application : contents.applications()) {
            byKey.put(application.key(), ApplicationSnapshot.of(application, contents, rollouts));
        }
        return new CatalogSnapshot(version, byKey);
    }

    /** Grows with every change. */
    public long version() {
        return version;
    }

    /** The application with this appid, in any of the forms that mean the same. */
    public Optional<ApplicationSnapshot> application(String appid) {
        return Optional.ofNullable(byKey.get(AppIds.key(appid)));
    }

    /** All applications in the order they were made. */
    public Collection<ApplicationSnapshot> applications() {
        return List.copyOf(byKey.values());
    }
}
