package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.server.edge.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Lock groups by their names, and the update groups that they cover by theirs. */
@Component
final class LockPlaces {

    private final LockGroups groups;
    private final LockBook book;
    private final Groups updateGroups;
    private final Catalog catalog;
    private final Lookup lookup;

    LockPlaces(
            LockGroups groups, LockBook book, Groups updateGroups, Catalog catalog, Lookup lookup) {
        this.groups = groups;
        this.book = book;
        this.updateGroups = updateGroups;
        this.catalog = catalog;
        this.lookup = lookup;
    }

    /** By its name, or 404. */
    LockGroup find(String name) {
        return groups.find(name)
                .orElseThrow(
                        () ->
                                Lookup.missing(
                                        "lock-group-unknown",
                                        "There is no lock group " + name + "."));
    }

    LockView.Group view(LockGroup group) {
        return LockView.group(book.standing(group), covers(group));
    }

    /** The update groups that it was said to cover. */
    List<LockView.Cover> covers(LockGroup group) {
        List<LockView.Cover> covers = new ArrayList<>();
        for (long id : group.covers()) {
            updateGroups
                    .find(id)
                    .ifPresent(
                            found ->
                                    covers.add(
                                            new LockView.Cover(
                                                    catalog.application(found.applicationId())
                                                            .map(Application::appid)
                                                            .orElse(""),
                                                    found.track())));
        }
        return covers;
    }

    /** The ids of the update groups that a list of {@code {application, group}} names. */
    List<Long> covers(Fields fields) {
        return fields.objects("covers", Set.of("application", "group")).stream()
                .map(
                        one -> {
                            Group found =
                                    lookup.group(
                                            lookup.application(one.required("application")),
                                            one.required("group"));
                            return found.id();
                        })
                .toList();
    }

    static LockAccess access(String text) {
        try {
            return LockAccess.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    422,
                    "lock-access-invalid",
                    "The field access is "
                            + text
                            + "; give one of "
                            + Stream.of(LockAccess.values())
                                    .map(LockAccess::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }
}
