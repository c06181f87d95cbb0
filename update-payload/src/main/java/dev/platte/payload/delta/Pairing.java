package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds for changed blocks the old ones that they are most like: those of the file of the same
 * path, or of another one with which they share more samples; of large files the part where the
 * samples are.
 */
final class Pairing {
    /** 8 MiB: this is what sorting takes its memory for. */
    static final int MOST_SOURCE = 2048;

    /**
     * 8 MiB: a file is changed by one operation. Several would each read what another writes, and
     * none could be the first.
     */
    private static final int MOST_TARGET = 2048;

    /** 4 MiB: of a larger file, with as much again around it to find its parts in. */
    private static final int PART_TARGET = 1024;

    /** Parts of large files begin at multiples of it, so that neighbours share one. */
    private static final int STEP = 512;

    /** Small files go together up to these: an operation takes 150 bytes of its own. */
    private static final int SMALL_TARGET = 64;

    private static final int SMALL_SOURCE = 512;

    private static final int NONE = -1;

    private final Survey survey;
    private final FileMap oldFiles;
    private final FileMap madeFiles;

    Pairing(Survey survey, FileMap oldFiles, FileMap madeFiles) {
        this.survey = survey;
        this.oldFiles = oldFiles;
        this.madeFiles = madeFiles;
    }

    /** All changed blocks, in units. */
    List<Unit> units(Sorting sorting) throws IOException {
        List<Unit> units = new ArrayList<>();
        for (FileMap.Named file : madeFiles.files) {
            int[] changed = sorting.changed(file);
            int each = changed.length <= MOST_TARGET ? MOST_TARGET : PART_TARGET;
            for (int from = 0; from < changed.length; ) {
                int end = Math.min(changed.length, from + each);
                int[] target = Arrays.copyOfRange(changed, from, end);
                int[] source = source(file, target);
                if (source.length == 0 && target.length > Changing.MOST_WHOLE) {
                    target = Arrays.copyOf(target, Changing.MOST_WHOLE);
                }
                units.add(new Unit(target, source));
                from += target.length;
            }
        }
        return joined(units);
    }

    private int[] source(FileMap.Named file, int[] target) throws IOException {
        Votes votes = votes(target);
        int same = oldFiles.byPath(file.path());
        int chosen = votes.winner(same);
        BitSet blocks = new BitSet();
        if (file.path().equals(FileMap.NO_FILE)) {
            // What describes the files lies where it lay.
            for (int block : target) {
                if (block < survey.old.blocks()) {
                    blocks.set(block);
                }
            }
        }
        if (chosen != NONE) {
            int[] its = oldFiles.files.get(chosen).blocks();
            int room = MOST_SOURCE - blocks.cardinality();
            int[] part = part(its, room, centre(votes.places(chosen), file, target, its.length));
            if (blocks.isEmpty()) {
                return withoutEmpty(part);
            }
            for (int block : part) {
                blocks.set(block);
            }
        }
        return withoutEmpty(blocks.stream().toArray());
    }

    private int[] withoutEmpty(int[] blocks) {
        return Arrays.stream(blocks).filter(block -> !survey.oldZeros.get(block)).toArray();
    }

    private static int[] part(int[] blocks, int most, int centre) {
        if (blocks.length <= most) {
            return blocks;
        }
        int start = Math.floorDiv(centre - most / 2 + STEP / 2, STEP) * STEP;
        start = Math.clamp(start, 0, blocks.length - most);
        return Arrays.copyOfRange(blocks, start, start + most);
    }

    /** The middle sample's place, or the same place as in the new file. */
    private int centre(int[] places, FileMap.Named file, int[] target, int length) {
        if (places.length > 0) {
            Arrays.sort(places);
            return places[places.length / 2];
        }
        long place = madeFiles.place(target[target.length / 2]);
        return (int) (place * length / Math.max(1, file.blocks().length));
    }

    /** How many samples are in which old file, and where. */
    private final class Votes {
        private final Map<Integer, Blocks> byFile = new TreeMap<>();

        void add(int block) {
            byFile.computeIfAbsent(oldFiles.owner(block), _ -> new Blocks())
                    .add(oldFiles.place(block));
        }

        int[] places(int file) {
            Blocks places = byFile.get(file);
            return places == null ? new int[0] : places.toArray();
        }

        /**
         * The file with most samples; the one of the same path unless another has twice as many.
         */
        int winner(int same) {
            int best = same;
            int count = same == NONE ? 0 : 2 * places(same).length;
            for (Map.Entry<Integer, Blocks> one : byFile.entrySet()) {
                if (one.getKey() != same && one.getValue().size() > count) {
                    best = one.getKey();
                    count = one.getValue().size();
                }
            }
            return best;
        }
    }

    private Votes votes(int[] target) throws IOException {
        Votes votes = new Votes();
        byte[] bytes = survey.made.read(target);
        for (int at = 0; at < bytes.length; at += BLOCK) {
            Samples.of(
                    bytes,
                    at,
                    BLOCK,
                    survey.index.bits(),
                    sample -> {
                        int block = survey.index.find(sample);
                        if (block >= 0) {
                            votes.add(block);
                        }
                    });
        }
        return votes;
    }

    /** Neighbours that are small, put together. */
    private static List<Unit> joined(List<Unit> units) {
        List<Unit> joined = new ArrayList<>();
        for (Unit unit : units) {
            Unit last = joined.isEmpty() ? new Unit(new int[0], new int[0]) : joined.getLast();
            boolean fits =
                    !joined.isEmpty()
                            && (last.source().length == 0) == (unit.source().length == 0)
                            && last.target().length + unit.target().length <= SMALL_TARGET
                            && last.source().length + unit.source().length <= SMALL_SOURCE;
            if (fits) {
                joined.set(joined.size() - 1, together(last, unit));
            } else {
                joined.add(unit);
            }
        }
        return joined;
    }

    private static Unit together(Unit first, Unit second) {
        BitSet known = new BitSet();
        Blocks source = new Blocks();
        for (int[] blocks : new int[][] {first.source(), second.source()}) {
            for (int block : blocks) {
                if (!known.get(block)) {
                    known.set(block);
                    source.add(block);
                }
            }
        }
        int[] target =
                Arrays.copyOf(first.target(), first.target().length + second.target().length);
        System.arraycopy(second.target(), 0, target, first.target().length, second.target().length);
        return new Unit(target, source.toArray());
    }
}
