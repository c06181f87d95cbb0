package dev.platte.db.catalog;

import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.News;
import dev.platte.db.feed.Subject.ChannelNews;
import dev.platte.db.feed.Subject.PackageNews;
import dev.platte.db.verb.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells who follows of packages and channels, in the transactions that change them. */
@Component
class CatalogNews {

    private static final Map<String, EventKind> TOLD =
            Map.of(
                    "package.attach", EventKind.PACKAGE_UPLOADED,
                    "package.publish", EventKind.PACKAGE_PUBLISHED,
                    "package.withdraw", EventKind.PACKAGE_WITHDRAWN);

    private final Feed feed;
    private final PackageRepository packages;

    CatalogNews(Feed feed, PackageRepository packages) {
        this.feed = feed;
        this.packages = packages;
    }

    /** Of verbs that concern others; the rest is in the audit trail only. */
    void packageChanged(String verb, UpdatePackage after, Caller caller) {
        EventKind kind = TOLD.get(verb);
        if (kind != null) {
            Optional<Payload> full = after.full();
            PackageNews news =
                    new PackageNews(
                            after.arch(),
                            after.version(),
                            after.state().name(),
                            full.map(Payload::size).orElse(null),
                            full.map(Payload::sha256).orElse(null));
            feed.tell(new News(kind, after.applicationId(), null, news, caller));
        }
    }

    void channelMoved(Channel before, Channel after, Caller caller) {
        ChannelNews news =
                new ChannelNews(
                        after.name(),
                        after.arch(),
                        version(before.packageId()),
                        version(after.packageId()));
        feed.tell(new News(EventKind.CHANNEL_MOVED, after.applicationId(), null, news, caller));
    }

    private @Nullable String version(@Nullable Long id) {
        return id == null ? null : packages.findById(id).map(found -> found.version()).orElse(null);
    }
}
