package dev.platte.db.feed;

import dev.platte.db.listen.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;

/**
 * The newest events in memory, for any number of followers. Each keeps only the id of the last
 * event it has seen: a slow one costs nothing and loses nothing, for what is no longer here is read
 * from the database.
 */
public final class FeedTail implements SmartLifecycle {

    private static final int KEPT = 1000;
    private static final int STEP = 500;

    private final Feed feed;
    private final Listener listener;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    private volatile Tail tail = new Tail(0, 0, List.of());

    /**
     * @param before all after this id are in {@code events}
     * @param last the newest id
     */
    private record Tail(long before, long last, List<FeedEvent> events) {}

    /**
     * Follows nothing yet.
     *
     * @param check how long a lost notification may stay unnoticed
     */
    public FeedTail(Feed feed, DataSource database, Duration check) {
        this.feed = feed;
        this.listener = new Listener(database, Feed.CHANNEL, check, this::look);
    }

    /** The newest id that is known here. */
    public long last() {
        return tail.last();
    }

    /** Events with a higher id, the oldest first; not always all, but never with one left out. */
    public List<FeedEvent> after(long id) {
        Tail now = tail;
        if (id >= now.last()) {
            return List.of();
        }
        return id < now.before()
                ? feed.after(id, STEP)
                : now.events().stream().filter(event -> event.id() > id).toList();
    }

    /** Is run each time there are new events; must not take long. */
    public void whenGrown(Runnable follower) {
        followers.add(follower);
    }

    private void look() {
        List<FeedEvent> found;
        do {
            found = feed.after(tail.last(), STEP);
            if (!found.isEmpty()) {
                append(found);
            }
        } while (found.size() == STEP);
    }

    private void append(List<FeedEvent> found) {
        Tail now = tail;
        List<FeedEvent> all = Stream.concat(now.events().stream(), found.stream()).toList();
        int gone = Math.max(0, all.size() - KEPT);
        long before = gone == 0 ? now.before() : all.get(gone - 1).id();
        tail = new Tail(before, found.getLast().id(), List.copyOf(all.subList(gone, all.size())));
        followers.forEach(Runnable::run);
    }

    @Override
    public void start() {
        long last = feed.last();
        tail = new Tail(last, last, List.of());
        listener.start();
    }

    @Override
    public void stop() {
        listener.stop();
    }

    @Override
    public boolean isRunning() {
        return listener.isRunning();
    }
}
