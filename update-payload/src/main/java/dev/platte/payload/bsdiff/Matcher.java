package dev.platte.payload.bsdiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds for new bytes the old ones that they are nearly the same as, in the way of bsdiff (C.
 * Percival, "Naive Differences of Executable Code", 2003): exact matches are the seeds, and each is
 * extended to both sides as long as at least half of the bytes agree. Programs that were compiled
 * again differ in addresses here and there, which makes long pieces with few differences.
 */
final class Matcher {
    /** What a new seed must gain over going on with the last one, in bytes. */
    private static final int GAIN = 8;

    /** Bytes looked at per new byte: a text of one word repeated would take hours without. */
    private static final long MOST_COMPARED = 4096;

    private final SortedBytes sorted;
    private final byte[] old;
    private final byte[] made;
    private final int end;
    private final List<Piece> pieces = new ArrayList<>();

    private int pieceMade;
    private int pieceOld;

    Matcher(SortedBytes sorted, byte[] made, int end) {
        this.sorted = sorted;
        this.old = sorted.bytes();
        this.made = made;
        this.end = end;
    }

    /** The pieces in the order of the new bytes; empty when it would take too long. */
    Optional<List<Piece>> pieces() {
        long most = sorted.compared() + MOST_COMPARED * Math.max(end, 1 << 16);
        int at = 0;
        int seedLength = 0;
        while (at < end) {
            int shift = pieceOld - pieceMade;
            at += seedLength;
            int agreed = 0;
            int counted = at;
            seedLength = 0;
            while (at < end) {
                seedLength = sorted.search(made, at, end);
                // How many bytes agree where the last piece goes on.
                for (; counted < at + seedLength; counted++) {
                    agreed += agrees(counted, shift) ? 1 : 0;
                }
                boolean goesOn = seedLength != 0 && seedLength == agreed;
                if (goesOn || seedLength > agreed + GAIN) {
                    break;
                }
                if (counted == at) {
                    counted++;
                } else {
                    agreed -= agrees(at, shift) ? 1 : 0;
                }
                at++;
            }
            if (sorted.compared() > most) {
                return Optional.empty();
            }
            if (seedLength != agreed || at == end) {
                close(at, at < end ? sorted.match() : 0);
            }
        }
        return Optional.of(pieces);
    }

    private boolean agrees(int madeAt, int shift) {
        int oldAt = madeAt + shift;
        return oldAt >= 0 && oldAt < sorted.length() && old[oldAt] == made[madeAt];
    }

    /** Ends the last piece somewhere before a new seed, and begins the next there. */
    private void close(int seedMade, int seedOld) {
        int forward = forward(seedMade);
        int backward = seedMade < end ? backward(seedMade, seedOld) : 0;
        int overlap = pieceMade + forward - (seedMade - backward);
        if (overlap > 0) {
            int kept = split(pieceMade + forward - overlap, seedMade, seedOld, overlap);
            forward += kept - overlap;
            backward -= kept;
        }
        if (forward > 0) {
            pieces.add(new Piece(pieceMade, pieceOld, forward));
        }
        pieceMade = seedMade - backward;
        pieceOld = seedOld - backward;
    }

    /** How far the last piece goes: to where the bytes that agree exceed the others by most. */
    private int forward(int until) {
        int agreed = 0;
        int best = 0;
        int length = 0;
        int most = Math.min(until - pieceMade, sorted.length() - pieceOld);
        for (int i = 0; i < most; ) {
            agreed += old[pieceOld + i] == made[pieceMade + i] ? 1 : 0;
            i++;
            if (agreed * 2 - i > best) {
                best = agreed * 2 - i;
                length = i;
            }
        }
        return length;
    }

    /** How far before the seed its piece begins. */
    private int backward(int seedMade, int seedOld) {
        int agreed = 0;
        int best = 0;
        int length = 0;
        int most = Math.min(seedMade - pieceMade, seedOld);
        for (int i = 1; i <= most; i++) {
            agreed += old[seedOld - i] == made[seedMade - i] ? 1 : 0;
            if (agreed * 2 - i > best) {
                best = agreed * 2 - i;
                length = i;
            }
        }
        return length;
    }

    /** Of bytes that both pieces could have, how many the first one gets. */
    private int split(int from, int seedMade, int seedOld, int overlap) {
        int lead = 0;
        int best = 0;
        int kept = 0;
        int shift = pieceOld - pieceMade;
        int seedShift = seedOld - seedMade;
        for (int i = 0; i < overlap; i++) {
            byte wanted = made[from + i];
            lead += old[from + i + shift] == wanted ? 1 : 0;
            lead -= old[from + i + seedShift] == wanted ? 1 : 0;
            if (lead > best) {
                best = lead;
                kept = i + 1;
            }
        }
        return kept;
    }
}
