package dev.platte.harness.disk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a cut leaves of the writes since the last sync.
 *
 * @param writes in order, torn ones already shortened
 * @param halfSector one sector of which only the first half was written
 */
record Survivors(
        String description, List<WriteLog.Write> writes, Optional<WriteLog.Write> halfSector) {
    Survivors {
        writes = List.copyOf(writes);
    }

    static List<Survivors> of(List<WriteLog.Write> epoch, PowerCut.Bounds bounds, Random random) {
        List<Survivors> all = new ArrayList<>();
        for (int k : spread(0, epoch.size(), bounds.prefixes())) {
            List<WriteLog.Write> before = epoch.subList(0, k);
            all.add(
                    new Survivors(
                            "the first %d of %d writes".formatted(k, epoch.size()),
                            before,
                            Optional.empty()));
            if (k < epoch.size()) {
                all.addAll(
                        torn(
                                "the first %d writes".formatted(k),
                                before,
                                epoch.get(k),
                                bounds.tears()));
            }
        }
        for (Set<Integer> kept : subsets(epoch.size(), bounds.subsets(), random)) {
            List<WriteLog.Write> writes = kept.stream().map(epoch::get).toList();
            all.add(
                    new Survivors(
                            "only writes %s of %d".formatted(kept, epoch.size()),
                            writes,
                            Optional.empty()));
            List<Integer> lost =
                    IntStream.range(0, epoch.size())
                            .boxed()
                            .filter(n -> !kept.contains(n))
                            .toList();
            for (int i : exhaustive(epoch.size(), bounds.subsets()) ? lost : oneOf(lost, random)) {
                all.addAll(
                        torn(
                                "only writes " + kept,
                                writes,
                                epoch.get(i),
                                Math.min(bounds.tears(), 2)));
            }
        }
        return all;
    }

    private static List<Integer> oneOf(List<Integer> numbers, Random random) {
        return numbers.isEmpty() ? List.of() : List.of(numbers.get(random.nextInt(numbers.size())));
    }

    private static boolean exhaustive(int size, int bound) {
        return size < 31 && 1L << size <= bound;
    }

    private static List<Survivors> torn(
            String whole, List<WriteLog.Write> others, WriteLog.Write torn, int bound) {
        List<Survivors> all = new ArrayList<>();
        for (int s : spread(0, torn.count() - 1, bound)) {
            WriteLog.Write head = part(torn, 0, s);
            String text = "%s, then %s of the %d sectors at %d";
            all.add(
                    new Survivors(
                            text.formatted(whole, "the first " + s, torn.count(), torn.sector()),
                            with(others, head),
                            Optional.empty()));
            all.add(
                    new Survivors(
                            text.formatted(
                                    whole,
                                    "the first " + s + " and a half",
                                    torn.count(),
                                    torn.sector()),
                            with(others, head),
                            Optional.of(part(torn, s, 1))));
            all.add(
                    new Survivors(
                            text.formatted(whole, "the last " + s, torn.count(), torn.sector()),
                            with(others, part(torn, torn.count() - s, s)),
                            Optional.empty()));
        }
        return all;
    }

    private static WriteLog.Write part(WriteLog.Write write, int skip, int count) {
        return new WriteLog.Write(
                write.sector() + skip,
                count,
                write.sectorSize(),
                write.at() + (long) skip * write.sectorSize());
    }

    private static List<WriteLog.Write> with(List<WriteLog.Write> others, WriteLog.Write one) {
        List<WriteLog.Write> all = new ArrayList<>(others);
        all.add(one);
        return all;
    }

    /**
     * Subsets that are no prefix would be missed by cutting in order: a disk may write in any order
     * it likes.
     */
    private static Set<Set<Integer>> subsets(int size, int bound, Random random) {
        Set<Set<Integer>> chosen = new LinkedHashSet<>();
        boolean all = exhaustive(size, bound);
        for (int n = 0; n < (all ? 1 << size : bound); n++) {
            Set<Integer> subset = new TreeSet<>();
            for (int i = 0; i < size; i++) {
                if (all ? (n >> i & 1) == 1 : random.nextBoolean()) {
                    subset.add(i);
                }
            }
            chosen.add(subset);
        }
        return chosen;
    }

    /** At most {@code bound} numbers from {@code first} to {@code last}, both ends among them. */
    private static Set<Integer> spread(int first, int last, int bound) {
        if (bound < 1) {
            return Set.of();
        }
        Set<Integer> numbers = new TreeSet<>();
        long steps = Math.min((long) last - first, Math.max(1, bound - 1L));
        for (long i = 0; i <= steps; i++) {
            numbers.add(first + (int) (steps == 0 ? 0 : (last - first) * i / steps));
        }
        return numbers;
    }
}
