package dev.platte.web.page;

import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The part of the catalogue that somebody sees: the rest does not exist for them. */
@Component
public final class Catalogue {

    private final SnapshotSource source;

    Catalogue(SnapshotSource source) {
        this.source = source;
    }

    /** All that they see, in the order they were made. */
    public List<ApplicationSnapshot> applications(Who who) {
        return source.current().applications().stream()
                .filter(known -> who.sees(known.application()))
                .toList();
    }

    /** By number: an appid may hold any character, also those that no path takes. */
    public ApplicationSnapshot application(String id, Who who) {
        return find(id, who)
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no application " + brief(id) + ".",
                                        "The overview lists all applications that you may see."));
    }

    public Optional<ApplicationSnapshot> find(String id, Who who) {
        return applications(who).stream()
                .filter(known -> id.equals(Long.toString(known.application().id())))
                .findFirst();
    }

    public Optional<ApplicationSnapshot> find(long id, Who who) {
        return find(Long.toString(id), who);
    }

    /** A group with its application. */
    public record Member(ApplicationSnapshot application, Group group) {}

    /** A group by its number. */
    public Member group(String id, Who who) {
        return applications(who).stream()
                .flatMap(
                        known ->
                                known.groups().stream()
                                        .filter(group -> id.equals(Long.toString(group.id())))
                                        .map(group -> new Member(known, group)))
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no group " + brief(id) + ".",
                                        "The pages of applications list their groups."));
    }

    /** Sees what was changed a moment ago. */
    public void refresh() {
        source.refresh();
    }

    private static String brief(String said) {
        return said.length() <= 64 ? said : said.substring(0, 64) + "...";
    }
}
