package dev.platte.web.fleet;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Host;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.Architecture;
import java.util.Objects;
import java.util.Optional;

/** What the channel of a host's group points to on the host's architecture. */
record Target(String channel, String arch, UpdatePackage goal) {

    static Optional<Target> of(ApplicationSnapshot application, Host host) {
        Optional<Group> group =
                application.groups().stream()
                        .filter(found -> Objects.equals(found.id(), host.groupId()))
                        .findFirst();
        Optional<String> arch =
                Architecture.ofHost(
                                Objects.requireNonNullElse(host.facts().board(), ""),
                                Objects.requireNonNullElse(host.facts().arch(), ""),
                                "")
                        .map(Architecture::name);
        if (group.isEmpty() || arch.isEmpty()) {
            return Optional.empty();
        }
        return application
                .channel(group.get(), arch.get())
                .flatMap(application::target)
                .map(goal -> new Target(group.get().channel(), arch.get(), goal));
    }
}
