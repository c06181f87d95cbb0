package dev.platte.db.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.Changes;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class FeedTest {

    private static final Caller ANNA = new Caller("anna", null, "because", "req-1");

    private final TestStore store;
    private final Feed feed;
    private final FeedTail tail;
    private final Changes changes;

    FeedTest(TestStore store) {
        this.store = store;
        this.feed = store.get(Feed.class);
        this.tail = store.get(FeedTail.class);
        this.changes = store.get(Changes.class);
    }

    private static News news(String group) {
        return new News(EventKind.GROUP_PAUSED, null, group, null, ANNA);
    }

    private long tell(String group) {
        changes.change(
                ANNA,
                () -> {
                    feed.tell(news(group));
                    return 0;
                });
        return feed.last();
    }

    @Test
    void eventsAreToldInTheTransactionOfTheirChangeOrNotAtAll() {
        long before = feed.last();
        assertThatThrownBy(() -> feed.tell(news("a"))).isInstanceOf(IllegalStateException.class);
        changes.change(
                new Caller("anna", null, "why", null, true),
                () -> {
                    feed.tell(news("tried"));
                    return 0;
                });
        assertThat(feed.after(before, 10)).isEmpty();
        tell("real");
        FeedEvent told = feed.after(before, 10).getFirst();
        assertThat(told.kind()).isEqualTo(EventKind.GROUP_PAUSED);
        assertThat(told.group()).isEqualTo("real");
        assertThat(told.who()).isEqualTo("anna");
        assertThat(told.reason()).isEqualTo("because");
        assertThat(Feed.json(told)).contains("\"kind\":\"group.paused\"").doesNotContain("rollout");
    }

    @Test
    void idsGrowInTheOrderInWhichEventsBecomeVisible() throws Exception {
        long before = feed.last();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> slow =
                    threads.submit(
                            () ->
                                    changes.change(
                                            ANNA,
                                            () -> {
                                                feed.tell(news("slow"));
                                                told.countDown();
                                                awaitQuietly(commit);
                                                return 0;
                                            }));
            told.await();
            Future<Long> fast = threads.submit(() -> tell("fast"));
            await().pollDelay(Duration.ofMillis(200))
                    .until(() -> !fast.isDone() && feed.after(before, 10).isEmpty());
            commit.countDown();
            slow.get();
            fast.get();
        }
        assertThat(feed.after(before, 10))
                .extracting(FeedEvent::group)
                .containsExactly("slow", "fast");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void tailHearsOfOtherServersAndReadsBackWhatItNoLongerHas() {
        long before = feed.last();
        AtomicInteger grown = new AtomicInteger();
        tail.whenGrown(grown::incrementAndGet);
        List<Long> ids = IntStream.range(0, 1200).mapToObj(n -> tell("g" + n)).toList();
        await().until(() -> tail.last() == ids.getLast());
        assertThat(grown.get()).isPositive();
        List<FeedEvent> first = tail.after(before);
        assertThat(first).isNotEmpty();
        assertThat(first.getFirst().id()).isEqualTo(ids.getFirst());
        long seen = before;
        int count = 0;
        while (seen < tail.last()) {
            List<FeedEvent> some = tail.after(seen);
            assertThat(some.getFirst().id()).isEqualTo(ids.get(count));
            count += some.size();
            seen = some.getLast().id();
        }
        assertThat(count).isEqualTo(1200);
        assertThat(tail.after(seen)).isEmpty();
    }

    @Test
    void filtersAdmitWhatTheySayInMemoryAndInTheDatabase() {
        long before = feed.last();
        tell("a");
        tell("b");
        FeedFilter group = new FeedFilter(null, "b", null, Set.of(EventKind.GROUP_PAUSED));
        FeedFilter kind = new FeedFilter(null, null, null, Set.of(EventKind.GROUP_RESUMED));
        assertThat(feed.newest(group, null, null, 1).getFirst().group()).isEqualTo("b");
        assertThat(feed.after(before, 10).stream().filter(group::admits)).hasSize(1);
        assertThat(feed.newest(kind, null, null, 10)).isEmpty();
        assertThat(feed.after(before, 10).stream().filter(kind::admits)).isEmpty();
        assertThat(feed.newest(FeedFilter.ALL, Set.of("some-app"), null, 10)).isEmpty();
        List<FeedEvent> page = feed.newest(FeedFilter.ALL, null, feed.last(), 1);
        assertThat(page.getFirst().group()).isEqualTo("a");
    }

    @Test
    void forgottenEventsAreKnownToHaveBeenThere() {
        long old = tell("old");
        assertThat(feed.reachesBackTo(old - 1)).isTrue();
        store.clock().advance(Duration.ofDays(31));
        long kept = tell("new");
        assertThat(feed.forget(Duration.ofDays(30))).isPositive();
        assertThat(feed.after(0, 10)).extracting(FeedEvent::id).containsExactly(kept);
        assertThat(feed.reachesBackTo(old - 1)).isFalse();
        assertThat(feed.reachesBackTo(old)).isTrue();
        assertThat(feed.forget(Duration.ofDays(30))).isZero();
    }

    @Test
    void wordsOfKindsAreReadBack() {
        for (EventKind kind : EventKind.values()) {
            assertThat(EventKind.ofWord(kind.word())).contains(kind);
        }
        assertThat(EventKind.ROLLOUT_CANARIES_THROUGH.word()).isEqualTo("rollout.canaries-through");
        assertThat(EventKind.ROLLOUT_CANARIES_THROUGH.family()).isEqualTo("rollout");
        assertThat(EventKind.ofWord("rollout")).isEmpty();
    }
}
