package dev.platte.ctl.simulate;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted while a simulation runs; from any thread. */
final class Census {
    /** Buckets of response times: each twice as wide as the one before, from 1/8 ms on. */
    private static final int BUCKETS = 24;

    private static final long FIRST_NANOS = 125_000;

    private final Map<Stage, LongAdder> stages = new EnumMap<>(Stage.class);
    private final Map<String, LongAdder> versions = new ConcurrentHashMap<>();
    private final LongAdder polls = new LongAdder();
    private final LongAdder offers = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final AtomicLong[] times = new AtomicLong[BUCKETS];

    Census() {
        for (Stage stage : Stage.values()) {
            stages.put(stage, new LongAdder());
        }
        for (int i = 0; i < BUCKETS; i++) {
            times[i] = new AtomicLong();
        }
    }

    private LongAdder of(Stage stage) {
        LongAdder adder = stages.get(stage);
        if (adder == null) {
            throw new IllegalStateException("every stage is counted");
        }
        return adder;
    }

    void born(Stage stage, String version) {
        of(stage).increment();
        versions.computeIfAbsent(version, one -> new LongAdder()).increment();
    }

    void moved(Stage from, Stage to) {
        of(from).decrement();
        of(to).increment();
    }

    void updated(String from, String to) {
        updated.increment();
        versions.computeIfAbsent(from, one -> new LongAdder()).decrement();
        versions.computeIfAbsent(to, one -> new LongAdder()).increment();
    }

    void failed() {
        failed.increment();
    }

    void offered() {
        offers.increment();
    }

    void answered(long nanos) {
        polls.increment();
        int bucket = 0;
        for (long limit = FIRST_NANOS; nanos > limit && bucket < BUCKETS - 1; limit *= 2) {
            bucket++;
        }
        times[bucket].incrementAndGet();
    }

    /** 503: come back later. */
    void refused() {
        refused.increment();
    }

    void unreachable() {
        unreachable.increment();
    }

    Picture picture(double seconds) {
        Map<Stage, Long> where = new EnumMap<>(Stage.class);
        stages.forEach((stage, count) -> where.put(stage, count.sum()));
        Map<String, Long> what = new TreeMap<>();
        versions.forEach(
                (version, count) -> {
                    if (count.sum() > 0) {
                        what.put(version, count.sum());
                    }
                });
        return new Picture(
                seconds,
                where,
                what,
                new Picture.Sums(
                        polls.sum(),
                        offers.sum(),
                        updated.sum(),
                        failed.sum(),
                        refused.sum(),
                        unreachable.sum()),
                millis(0.5),
                millis(0.99));
    }

    /** The upper end of the bucket within which this share of the polls was answered. */
    private double millis(double share) {
        long all = 0;
        for (AtomicLong one : times) {
            all += one.get();
        }
        long seen = 0;
        long limit = FIRST_NANOS;
        for (AtomicLong one : times) {
            seen += one.get();
            if (seen >= share * all) {
                break;
            }
            limit *= 2;
        }
        return all == 0 ? 0 : limit / 1e6;
    }
}
