package dev.platte.server.api;

import dev.platte.db.access.Identity;
import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.server.events.EventFilters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What has happened, page by page; the same address as a stream tells what happens. */
@RestController
@RequestMapping(Answers.BASE + "/events")
final class EventController {

    private final Feed feed;
    private final EventFilters filters;
    private final Catalog catalog;

    EventController(Feed feed, EventFilters filters, Catalog catalog) {
        this.feed = feed;
        this.filters = filters;
        this.catalog = catalog;
    }

    /** One page, the newest first; the header Link names the next. */
    @GetMapping
    ResponseEntity<List<FeedEvent>> list(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String rollout,
            @RequestParam(defaultValue = "") List<String> kind,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        List<FeedEvent> found =
                feed.newest(
                        filters.of(app, group, rollout, kind),
                        visible(),
                        cursor,
                        Pages.checked(limit) + 1);
        return Pages.of(
                request, found, limit, Function.identity(), event -> Long.toString(event.id()));
    }

    /** Null: all, and what belongs to none. */
    private @Nullable Collection<String> visible() {
        Identity who = ApiRequest.identity();
        if (who.permissions().allows(new Need(Role.VIEWER, VerbGroup.READ, null))) {
            return null;
        }
        return catalog.applications().stream()
                .filter(application -> ApiRequest.inScope(application.key()))
                .map(Application::appid)
                .toList();
    }
}
