package dev.platte.keys.verify;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public halves of the keys that sign a server's answers, by the ids that clients name them by.
 *
 * @param keys none: answers are not signed
 */
public record AnswerKeys(SortedMap<Long, VerificationKey> keys) {

    public AnswerKeys {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }
}
