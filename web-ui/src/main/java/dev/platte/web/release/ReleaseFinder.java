package dev.platte.web.release;

import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import org.springframework.stereotype.Component;

/** Finds channels and packages by number, of applications that somebody sees. */
@Component
final class ReleaseFinder {

    private final Catalogue catalogue;
    private final Catalog catalog;
    private final Packages packages;

    ReleaseFinder(Catalogue catalogue, Catalog catalog, Packages packages) {
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.packages = packages;
    }

    /** A channel as it is now. */
    record FoundChannel(ApplicationSnapshot owner, Channel channel) {}

    /** A package as it is now. */
    record FoundPackage(ApplicationSnapshot owner, UpdatePackage release) {}

    FoundChannel channel(long id, Who who) {
        return catalog.channel(id)
                .flatMap(
                        channel ->
                                catalogue
                                        .find(channel.applicationId(), who)
                                        .map(owner -> new FoundChannel(owner, channel)))
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no channel " + id + ".",
                                        "The boards of applications show their channels."));
    }

    FoundPackage release(long id, Who who) {
        return packages.find(id)
                .flatMap(
                        release ->
                                catalogue
                                        .find(release.applicationId(), who)
                                        .map(owner -> new FoundPackage(owner, release)))
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no package " + id + ".",
                                        "The boards of applications show their packages."));
    }
}
