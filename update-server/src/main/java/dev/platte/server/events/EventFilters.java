package dev.platte.server.events;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.FeedFilter;
import dev.platte.server.edge.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which events a request is about, from its parameters. */
@Component
public final class EventFilters {

    private final Catalog catalog;

    EventFilters(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Reads what was asked for.
     *
     * @param application appid in any of its forms
     * @param group track
     * @param rollout its id
     * @param kinds such as {@code rollout.halted}, or {@code rollout} for all of a rollout
     * @throws ProblemException 404 {@code application-unknown}, 400 {@code rollout-id-invalid},
     *     {@code event-kind-unknown}
     */
    public FeedFilter of(
            @Nullable String application,
            @Nullable String group,
            @Nullable String rollout,
            List<String> kinds) {
        return new FeedFilter(
                application == null ? null : appid(application),
                group,
                rollout == null ? null : uid(rollout),
                kinds(kinds));
    }

    /** The kinds that these words name; no words name none. */
    public static Set<EventKind> kinds(List<String> words) {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        for (String word : words) {
            Set<EventKind> named = EventKind.named(word);
            if (named.isEmpty()) {
                throw ProblemException.of(
                        400,
                        "event-kind-unknown",
                        "There is no kind \"" + word + "\"; kinds are " + EventKind.words() + ".");
            }
            kinds.addAll(named);
        }
        return kinds;
    }

    private String appid(String text) {
        return catalog.application(text)
                .map(Application::appid)
                .orElseThrow(
                        () ->
                                ProblemException.of(
                                        404,
                                        "application-unknown",
                                        "There is no application " + text + "."));
    }

    private static UUID uid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(400, "rollout-id-invalid", "A rollout's id is a UUID.");
        }
    }
}
