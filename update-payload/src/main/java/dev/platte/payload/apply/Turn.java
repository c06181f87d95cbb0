package dev.platte.payload.apply;

import java.util.List;
import java.util.Optional;

/**
 * How an operation of a delta stands to the others.
 *
 * @param spans what it reads, where that is not simply its source extents in the old image
 * @param isAlone whether it must run when all before it have ended, and end before any other begins
 * @param isOver whether it overwrites what an earlier operation wrote: that one cannot be done
 *     again afterwards
 * @param isRepeatable whether it can be done again after it was cut short; false when it overwrites
 *     what it reads
 */
record Turn(Optional<List<Span>> spans, boolean isAlone, boolean isOver, boolean isRepeatable) {
    /** In any order with others, any number of times. */
    static final Turn FREE = new Turn(Optional.empty(), false, false, true);

    Turn {
        spans = spans.map(List::copyOf);
    }
}
