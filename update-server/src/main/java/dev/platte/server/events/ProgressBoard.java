package dev.platte.server.events;

import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.Subject.RolloutNews;
import dev.platte.db.rollout.Rollouts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How rollouts fare, read every two seconds while somebody follows: one statement, however many
 * follow, and nothing is written. Each change has a number, so that every follower gets the newest
 * of what they have not seen, and none of what was in between.
 */
@Component
final class ProgressBoard {

    /** A ramp grows all the time; less than this is no news. */
    private static final BigDecimal STEP = new BigDecimal("0.5");

    private final Rollouts rollouts;
    private volatile List<Entry> entries = List.of();
    private long last;

    ProgressBoard(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    /** How one rollout fares since the change with this number. */
    record Entry(long number, FeedEvent event) {

        UUID rollout() {
            return Objects.requireNonNull(event.rollout()).id();
        }
    }

    /** What has changed after the change with this number. */
    List<Entry> after(long number) {
        return entries.stream().filter(entry -> entry.number() > number).toList();
    }

    /** Looks; tells whether anything has changed. */
    synchronized boolean look() {
        List<Entry> before = entries;
        Map<UUID, Entry> known =
                before.stream().collect(Collectors.toMap(Entry::rollout, Function.identity()));
        long number = last + 1;
        List<Entry> now = new ArrayList<>();
        boolean changed = false;
        for (FeedEvent event : rollouts.progress()) {
            Entry seen = known.get(Objects.requireNonNull(event.rollout()).id());
            if (seen != null && isSame(seen.event().rollout(), event.rollout())) {
                now.add(seen);
            } else {
                now.add(new Entry(number, event));
                changed = true;
            }
        }
        last = changed ? number : last;
        entries = List.copyOf(now);
        return changed;
    }

    /** Nobody follows: what is known gets old. */
    synchronized void clear() {
        entries = List.of();
    }

    private static boolean isSame(@Nullable RolloutNews before, @Nullable RolloutNews now) {
        return before != null
                && now != null
                && before.counts().equals(now.counts())
                && before.state().equals(now.state())
                && now.open().subtract(before.open()).abs().compareTo(STEP) < 0;
    }
}
