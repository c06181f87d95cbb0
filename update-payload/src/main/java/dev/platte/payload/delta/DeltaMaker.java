package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Finds what changed between two images. The same images give the same operations, whatever the
 * machine.
 */
public final class DeltaMaker implements AutoCloseable {
    private static final long BASE_HEAP = 56L << 20;

    private final FileChannel asideChannel;
    private final Crew crew;
    private final LongConsumer progress;

    /**
     * @param aside empty, to read and write: where the operations' data is put by
     * @param workers threads; each takes about 104 MiB of heap
     * @param progress hears of bytes of the new image that are done
     */
    public DeltaMaker(FileChannel aside, int workers, LongConsumer progress) {
        this.asideChannel = aside;
        this.crew = new Crew(workers);
        this.progress = progress;
    }

    /** One worker per core, fewer where the heap is small. */
    public static int workersOfThisMachine() {
        Runtime runtime = Runtime.getRuntime();
        long byHeap = Math.max(1, (runtime.maxMemory() - BASE_HEAP) / Changing.HEAP);
        return (int) Math.min(runtime.availableProcessors(), byHeap);
    }

    /** Whether an image is so large that no delta is made. */
    public static boolean isTooLarge(long size) {
        return BlockImage.isTooLarge(size);
    }

    /** Between two images of partitions; by their files, where these can be read. */
    public Delta partition(FileChannel old, FileChannel made)
            throws IOException, InterruptedException {
        BlockImage before = new BlockImage(old, old.size());
        BlockImage after = new BlockImage(made, made.size());
        return between(before, after, FileMap.of(before), FileMap.of(after));
    }

    /** Between two files of any kind and size. */
    public Delta file(FileChannel old, FileChannel made) throws IOException, InterruptedException {
        BlockImage before = new BlockImage(old, old.size());
        BlockImage after = new BlockImage(made, made.size());
        return between(before, after, FileMap.plain(before), FileMap.plain(after));
    }

    private Delta between(BlockImage old, BlockImage made, FileMap oldFiles, FileMap madeFiles)
            throws IOException, InterruptedException {
        Survey survey = Survey.of(old, made, crew);
        Sorting sorting = new Sorting(survey, madeFiles);
        List<Draft> drafts = sorting.moves();
        int moved = count(drafts);
        progress.accept((sorting.sameCount() + moved) * (long) BLOCK);

        Changing changing = new Changing(old, made);
        AsideFile aside = new AsideFile(asideChannel, asideChannel.size());
        List<Unit> zeros =
                sorting.zeros().stream().map(zero -> new Unit(zero, new int[0])).toList();
        List<List<Unit>> work = new ArrayList<>();
        zeros.forEach(unit -> work.add(List.of(unit)));
        work.addAll(bySource(new Pairing(survey, oldFiles, madeFiles).units(sorting)));
        crew.inOrder(
                work.size(),
                i -> changing.make(work.get(i)),
                (_, results) -> {
                    for (Draft draft : put(results, aside)) {
                        drafts.add(draft);
                        progress.accept(draft.targetLength());
                    }
                });

        Ordering ordering =
                new Ordering(
                        drafts,
                        made.blocks(),
                        sorting.spare(),
                        new Ordering.Remaker() {
                            @Override
                            public List<Draft> without(Draft draft, int[] blocks)
                                    throws IOException {
                                return put(changing.without(draft, blocks), aside);
                            }

                            @Override
                            public List<Draft> emptying(int[] blocks) throws IOException {
                                return put(changing.whole(blocks), aside);
                            }
                        });
        List<Draft> ordered = ordering.ordered();
        return new Delta(
                ordered,
                new Delta.Changes(
                        sorting.sameCount(),
                        count(ordered, Draft.Kind.MOVE) - ordering.copied(),
                        count(ordered, Draft.Kind.BSDIFF),
                        count(ordered, Draft.Kind.REPLACE) + count(ordered, Draft.Kind.REPLACE_BZ),
                        ordering.copies(),
                        oldFiles.isExt && madeFiles.isExt));
    }

    private static List<Draft> put(List<Changing.Result> results, AsideFile aside)
            throws IOException {
        List<Draft> drafts = new ArrayList<>();
        for (Changing.Result result : results) {
            boolean hasData = result.draft().kind() != Draft.Kind.MOVE;
            drafts.add(hasData ? result.draft().with(aside.put(result.data())) : result.draft());
        }
        return drafts;
    }

    /** Neighbours with the same source are done together. */
    private static List<List<Unit>> bySource(List<Unit> units) {
        List<List<Unit>> work = new ArrayList<>();
        for (Unit unit : units) {
            boolean goesOn =
                    !work.isEmpty()
                            && unit.source().length > 0
                            && Arrays.equals(work.getLast().getFirst().source(), unit.source());
            if (!goesOn) {
                work.add(new ArrayList<>());
            }
            work.getLast().add(unit);
        }
        return work;
    }

    private static int count(List<Draft> drafts) {
        return drafts.stream().mapToInt(draft -> draft.target().length).sum();
    }

    private static long count(List<Draft> drafts, Draft.Kind kind) {
        return drafts.stream()
                .filter(draft -> draft.kind() == kind)
                .mapToLong(draft -> draft.target().length)
                .sum();
    }

    @Override
    public void close() {
        crew.close();
    }
}
