package dev.platte.server.events;

import dev.platte.db.access.Identity;
import dev.platte.db.access.Presence;
import dev.platte.db.feed.FeedTail;
import dev.platte.server.edge.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Who follows events now: so many and no more, each only as long as they would be let in, all of
 * them until the server ends.
 */
@Component
final class Followers implements SmartLifecycle {

    private static final Duration RETRY = Duration.ofSeconds(30);

    private final EventSettings settings;
    private final Presence presence;
    private final Bell bell = new Bell();
    private final Set<Follower> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private volatile boolean running;

    Followers(EventSettings settings, Presence presence, FeedTail tail, MeterRegistry metrics) {
        this.settings = settings;
        this.presence = presence;
        tail.whenGrown(bell::ring);
        Gauge.builder("platte.event.streams", all, Set::size)
                .description("streams of events that are followed")
                .register(metrics);
    }

    /** Rings when there may be something new to send. */
    Bell bell() {
        return bell;
    }

    /** Whether anybody wants to know how rollouts fare. */
    boolean wantProgress() {
        return all.stream().anyMatch(follower -> follower.wanted().progress());
    }

    /**
     * Lets somebody in.
     *
     * @throws ProblemException 503 {@code too-many-streams}, 429 {@code too-many-streams-of-one}
     */
    Follower enter(Identity who, String address, Wanted wanted) {
        String caller = caller(who, address);
        Follower follower = new Follower(caller, presence.mark(who), wanted);
        synchronized (byCaller) {
            int own = byCaller.getOrDefault(caller, 0);
            if (all.size() >= settings.streams()) {
                throw ProblemException.unavailable(
                        "too-many-streams",
                        "This server lets " + settings.streams() + " follow at once; try later.",
                        RETRY);
            }
            if (own >= settings.streamsOfOne()) {
                throw ProblemException.of(
                        429,
                        "too-many-streams-of-one",
                        "You follow " + own + " streams already; end one first.",
                        Map.of("Retry-After", Long.toString(RETRY.toSeconds())));
            }
            byCaller.put(caller, own + 1);
            all.add(follower);
        }
        return follower;
    }

    void leave(Follower follower) {
        synchronized (byCaller) {
            if (all.remove(follower)) {
                byCaller.computeIfPresent(
                        follower.caller(), (caller, own) -> own == 1 ? null : own - 1);
            }
        }
    }

    /** Passers-by have no name: those behind one address are one. */
    private static String caller(Identity who, String address) {
        if (who.tokenId() != null) {
            return "token/" + who.tokenId();
        }
        return who.userId() != null ? "user/" + who.userId() : address;
    }

    /** Sends those away who would not be let in any more. */
    void sendAway() {
        List<Follower> now = List.copyOf(all);
        if (now.isEmpty()) {
            return;
        }
        Set<Presence.Mark> gone =
                new HashSet<>(presence.gone(now.stream().map(Follower::mark).distinct().toList()));
        now.stream().filter(each -> gone.contains(each.mark())).forEach(Follower::end);
        if (!gone.isEmpty()) {
            bell.ring();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server waits for requests to end. */
    @Override
    public void stop() {
        running = false;
        all.forEach(Follower::end);
        bell.ring();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
