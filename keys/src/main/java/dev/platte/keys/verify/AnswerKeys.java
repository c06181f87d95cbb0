package dev.platte.keys.verify;

import java.util.SortedMap;

/**
 * The public halves of the keys that sign a server's answers, by the ids that clients name them by
 * (unsigned). They can change at any time.
 */
@FunctionalInterface
public interface AnswerKeys {

    /** As they are now, for reading only; none: answers are not signed. */
    SortedMap<Long, VerificationKey> now();
}
