package dev.platte.server.events;

import dev.platte.db.access.Identity;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedTail;
import dev.platte.server.edge.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What happens, as server-sent events: for programs with a token below the API, for pages with
 * their session at an address of their own.
 */
@RestController
final class EventStreamController {

    private final EventFilters filters;
    private final Followers followers;
    private final Feed feed;
    private final FeedTail tail;
    private final EventStream stream;

    EventStreamController(
            EventFilters filters,
            Followers followers,
            Feed feed,
            FeedTail tail,
            ProgressBoard board,
            InstantSource clock) {
        this.filters = filters;
        this.followers = followers;
        this.feed = feed;
        this.tail = tail;
        this.stream = new EventStream(tail, board, followers.bell(), clock);
    }

    /**
     * Follows what happens from now on, or after an event that was seen.
     *
     * @param app appid; absent: all applications that the caller sees
     * @param kind such as {@code rollout.halted}, or {@code rollout} for all of a rollout
     * @param after what {@code Last-Event-ID} says, for who cannot send it
     */
    @GetMapping(
            path = {"/api/v1/events", "/events"},
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String rollout,
            @RequestParam(defaultValue = "") List<String> kind,
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @Parameter(hidden = true) Identity who,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Wanted wanted = new Wanted(filters.of(app, group, rollout, kind), who);
        Long seen = lastEventId == null || lastEventId.isEmpty() ? after : id(lastEventId);
        Follower follower = followers.enter(who, request.getRemoteAddr(), wanted);
        try {
            long from = seen == null ? tail.last() : seen;
            stream.run(follower, from, seen != null && isGap(seen), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            followers.leave(follower);
        }
    }

    /** Older than what is kept, or of a database that was put back to an earlier state. */
    private boolean isGap(long seen) {
        return !feed.reachesBackTo(seen) || seen > tail.last() && seen > feed.last();
    }

    private static Long id(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.of(
                    400,
                    "last-event-id-invalid",
                    "Last-Event-ID is not one that this server gave.");
        }
        return Long.valueOf(text);
    }
}
