package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.server.edge.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the parts of an address name, or 404 with the part that names nothing. */
@Component
final class Lookup {

    private final Catalog catalog;
    private final Packages packages;
    private final Groups groups;

    Lookup(Catalog catalog, Packages packages, Groups groups) {
        this.catalog = catalog;
        this.packages = packages;
        this.groups = groups;
    }

    /** By appid in any of its forms. */
    Application application(String appid) {
        return catalog.application(appid)
                .orElseThrow(
                        () ->
                                missing(
                                        "application-unknown",
                                        "There is no application " + appid + "."));
    }

    Channel channel(Application application, String arch, String name) {
        return catalog.channel(application.id(), arch, name)
                .orElseThrow(
                        () ->
                                missing(
                                        "channel-unknown",
                                        "There is no channel " + name + " for " + arch + "."));
    }

    UpdatePackage packageOf(Application application, String arch, String version) {
        return packages.find(application.id(), arch, version)
                .orElseThrow(
                        () ->
                                missing(
                                        "package-unknown",
                                        "There is no package " + version + " for " + arch + "."));
    }

    /** Null for no package. */
    @Nullable String version(@Nullable Long packageId) {
        return packageId == null
                ? null
                : packages.find(packageId).map(UpdatePackage::version).orElse(null);
    }

    /** By track, or by uid. */
    Group group(Application application, String name) {
        Optional<Group> byTrack = groups.find(application.id(), name);
        return byTrack.or(
                        () ->
                                groups.list(application.id()).stream()
                                        .filter(g -> g.uid().toString().equalsIgnoreCase(name))
                                        .findFirst())
                .orElseThrow(() -> missing("group-unknown", "There is no group " + name + "."));
    }

    static ProblemException missing(String code, String detail) {
        return ProblemException.of(404, code, detail);
    }
}
