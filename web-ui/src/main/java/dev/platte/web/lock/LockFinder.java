package dev.platte.web.lock;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds lock groups by their names, and the update groups whose hosts they cover. */
@Component
final class LockFinder {

    private final LockGroups groups;
    private final Catalogue catalogue;

    LockFinder(LockGroups groups, Catalogue catalogue) {
        this.groups = groups;
        this.catalogue = catalogue;
    }

    LockGroup find(String name, Who who) {
        who.requireLook(VerbGroup.LOCK);
        return groups.find(name)
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no lock group \"" + brief(name) + "\".",
                                        "The page of reboots lists all of them."));
    }

    /** For who is about to change it. */
    LockGroup change(String name, Who who) {
        LockGroup found = find(name, who);
        who.requireServer(VerbGroup.LOCK);
        return found;
    }

    /** The update groups that it covers: those that were named, else those of its name. */
    List<CoveredGroup> covered(LockGroup lock, Who who) {
        return all(who).filter(
                        one ->
                                lock.covers().isEmpty()
                                        ? one.group().track().equals(lock.name())
                                        : lock.covers().contains(one.group().id()))
                .toList();
    }

    /** All update groups that somebody sees. */
    Stream<CoveredGroup> all(Who who) {
        return catalogue.applications(who).stream()
                .flatMap(
                        owner ->
                                owner.groups().stream()
                                        .map(group -> new CoveredGroup(owner, group)));
    }

    /** An update group and its application. */
    public record CoveredGroup(ApplicationSnapshot owner, Group group) {}

    private static String brief(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
