package dev.platte.server.events;

import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.FeedTail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends events to one follower until they leave, are sent away, or have followed for long enough:
 * who comes again with the id they saw last misses nothing, and who they are is asked anew. Waits
 * on the virtual thread of its request, so that one who only waits costs next to nothing.
 *
 * <p>The form is that of the HTML standard, section 9.2.
 */
final class EventStream {

    /** Proxies end what is silent for longer; it is also how long one who is gone is not missed. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final FeedTail tail;
    private final ProgressBoard board;
    private final Bell bell;
    private final InstantSource clock;

    EventStream(FeedTail tail, ProgressBoard board, Bell bell, InstantSource clock) {
        this.tail = tail;
        this.board = board;
        this.bell = bell;
        this.clock = clock;
    }

    /**
     * @param after the id of the last event that they saw
     * @param gap whether events after it are gone
     */
    void run(Follower follower, long after, boolean gap, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Proxies such as nginx hold an answer back until it is whole, unless told so.
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        Instant spoken = clock.instant();
        long seen = gap ? tail.last() : after;
        // An id without data is remembered and shows nothing: who leaves before the first event
        // comes back to this place.
        write(out, "retry: " + COME_AGAIN.toMillis() + "\nid: " + seen + "\n\n");
        if (gap) {
            write(out, gap(after));
        }
        out.flush();
        follow(follower, seen, spoken, out);
    }

    private void follow(Follower follower, long start, Instant begun, OutputStream out)
            throws IOException, InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        long seen = start;
        long progress = 0;
        Instant spoken = begun;
        while (!follower.hasEnded() && clock.instant().isBefore(end)) {
            long heard = bell.rings();
            boolean written = false;
            for (List<FeedEvent> some = tail.after(seen);
                    !some.isEmpty();
                    some = tail.after(seen)) {
                written |= send(follower, some, out);
                seen = some.getLast().id();
            }
            for (ProgressBoard.Entry entry : board.after(progress)) {
                progress = Math.max(progress, entry.number());
                written |= send(follower, List.of(entry.event()), out);
            }
            if (written) {
                out.flush();
                spoken = clock.instant();
            }
            bell.await(heard, HEARTBEAT);
            // Where much happens that this one does not want, it rings and rings.
            boolean silent = !clock.instant().isBefore(spoken.plus(HEARTBEAT));
            if (silent || bell.rings() == heard) {
                // With the place, so that it moves on also where nothing is wanted.
                write(out, ": still here\nid: " + seen + "\n\n");
                out.flush();
                spoken = clock.instant();
            }
        }
    }

    private static boolean send(Follower follower, List<FeedEvent> events, OutputStream out)
            throws IOException {
        boolean written = false;
        for (FeedEvent event : events) {
            if (follower.wanted().admits(event)) {
                String id = event.id() == 0 ? "" : "id: " + event.id() + "\n";
                write(
                        out,
                        id
                                + "event: "
                                + event.kind().word()
                                + "\ndata: "
                                + Feed.json(event)
                                + "\n\n");
                written = true;
            }
        }
        return written;
    }

    /** Tells that something was missed: look at everything anew. */
    private static String gap(long after) {
        return "event: gap\ndata: "
                + JsonMapper.shared().writeValueAsString(java.util.Map.of("after", after))
                + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
