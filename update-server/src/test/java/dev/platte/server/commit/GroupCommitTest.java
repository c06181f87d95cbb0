package dev.platte.server.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore gate = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private final List<List<String>> written = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void end() {
        gate.release(1000);
        callers.close();
    }

    /** Writes when the gate lets it, and remembers each batch. */
    private List<String> slow(List<String> batch) {
        arrived.release();
        gate.acquireUninterruptibly();
        written.add(List.copyOf(batch));
        return batch.stream().map(entry -> "wrote " + entry).toList();
    }

    private Future<String> submit(
            GroupCommit<String, String> ledger, String entry, Duration patience) {
        return callers.submit(() -> ledger.write(entry, patience));
    }

    @Test
    void whatArrivesDuringOneWriteIsWrittenTogetherByTheNext() throws Exception {
        try (GroupCommit<String, String> ledger =
                new GroupCommit<>("test", this::slow, 1, 100, 100)) {
            Future<String> first = submit(ledger, "a", PATIENT);
            arrived.acquire();
            List<Future<String>> rest = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                rest.add(submit(ledger, "b" + i, PATIENT));
            }
            awaitWaiting(ledger, 20);
            gate.release(2);
            assertThat(first.get()).isEqualTo("wrote a");
            for (int i = 0; i < 20; i++) {
                assertThat(rest.get(i).get()).isEqualTo("wrote b" + i);
            }
            assertThat(written).extracting(List::size).containsExactly(1, 20);
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndRecovers() throws Exception {
        try (GroupCommit<String, String> ledger = new GroupCommit<>("test", this::slow, 1, 1, 2)) {
            Future<String> taken = submit(ledger, "a", PATIENT);
            arrived.acquire();
            Future<String> waits = submit(ledger, "b", PATIENT);
            Future<String> waitsToo = submit(ledger, "c", PATIENT);
            awaitWaiting(ledger, 2);
            assertThatExceptionOfType(UnwritableException.class)
                    .isThrownBy(() -> ledger.write("d", PATIENT))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("too-busy"));
            gate.release(10);
            assertThat(List.of(taken.get(), waits.get(), waitsToo.get()))
                    .containsExactly("wrote a", "wrote b", "wrote c");
            assertThat(ledger.write("e", PATIENT)).isEqualTo("wrote e");
        }
    }

    @Test
    void whoGaveUpWaitingIsNotWritten() throws Exception {
        try (GroupCommit<String, String> ledger =
                new GroupCommit<>("test", this::slow, 1, 10, 10)) {
            Future<String> taken = submit(ledger, "a", PATIENT);
            arrived.acquire();
            assertThatExceptionOfType(UnwritableException.class)
                    .isThrownBy(() -> ledger.write("b", Duration.ofMillis(1)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("too-slow"));
            gate.release(10);
            taken.get();
            assertThat(ledger.write("c", PATIENT)).isEqualTo("wrote c");
            assertThat(written).containsExactly(List.of("a"), List.of("c"));
        }
    }

    @Test
    void oneBadEntryDoesNotTakeTheOthersDown() throws Exception {
        GroupCommit.Store<String, String> picky =
                batch -> {
                    arrived.release();
                    gate.acquireUninterruptibly();
                    if (batch.contains("bad")) {
                        throw new IllegalArgumentException("bad is in it");
                    }
                    return batch;
                };
        try (GroupCommit<String, String> ledger = new GroupCommit<>("test", picky, 1, 100, 100)) {
            Future<String> first = submit(ledger, "first", PATIENT);
            arrived.acquire();
            List<Future<String>> good = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                good.add(submit(ledger, "good" + i, PATIENT));
            }
            Future<String> bad = submit(ledger, "bad", PATIENT);
            awaitWaiting(ledger, 10);
            gate.release(1000);
            assertThat(first.get()).isEqualTo("first");
            for (int i = 0; i < 9; i++) {
                assertThat(good.get(i).get()).isEqualTo("good" + i);
            }
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(bad::get)
                    .withCauseInstanceOf(EntryException.class);
        }
    }

    @Test
    void aStoreThatCannotWriteRefusesTheWholeBatchOnce() throws Exception {
        List<Integer> tries = Collections.synchronizedList(new ArrayList<>());
        GroupCommit.Store<String, String> gone =
                batch -> {
                    tries.add(batch.size());
                    arrived.release();
                    gate.acquireUninterruptibly();
                    throw UnwritableException.database(new IllegalStateException("gone"));
                };
        try (GroupCommit<String, String> ledger = new GroupCommit<>("test", gone, 1, 100, 100)) {
            Future<String> first = submit(ledger, "a", PATIENT);
            arrived.acquire();
            List<Future<String>> rest = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                rest.add(submit(ledger, "b" + i, PATIENT));
            }
            awaitWaiting(ledger, 5);
            gate.release(1000);
            rest.add(first);
            for (Future<String> refused : rest) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(refused::get)
                        .withCauseInstanceOf(UnwritableException.class);
            }
            assertThat(tries).containsExactly(1, 5);
        }
    }

    @Test
    void closingWritesWhatWaitsAndTakesNothingMore() throws Exception {
        GroupCommit<String, String> ledger = new GroupCommit<>("test", this::slow, 2, 1, 100);
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(submit(ledger, "a" + i, PATIENT));
        }
        arrived.acquire(2);
        awaitWaiting(ledger, 8);
        gate.release(1000);
        ledger.close();
        for (Future<String> one : all) {
            assertThat(one.get(1, TimeUnit.SECONDS)).startsWith("wrote a");
        }
        assertThatExceptionOfType(UnwritableException.class)
                .isThrownBy(() -> ledger.write("late", PATIENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo("going-down"));
    }

    private static void awaitWaiting(GroupCommit<?, ?> ledger, int count) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        while (ledger.waiting() < count) {
            assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
