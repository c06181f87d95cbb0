package dev.platte.db.fleet;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is on its way.
 *
 * @param open its open attempt, if there is one
 * @param lapsed its last attempt, if that timed out: it may yet turn out well
 * @param fellBackFrom versions it installed and came back from, each once
 * @param failed packages that it began and could not install; where only the network failed, they
 *     are none of them
 */
public record Progress(
        Host host,
        Boots boots,
        @Nullable OpenAttempt open,
        @Nullable OpenAttempt lapsed,
        List<String> fellBackFrom,
        Set<Long> failed) {

    public Progress {
        fellBackFrom = List.copyOf(fellBackFrom);
        failed = Set.copyOf(failed);
    }
}
