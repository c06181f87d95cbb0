package dev.platte.db.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is on its way.
 *
 * @param open its open attempt, if there is one
 * @param lapsed its last attempt, if that timed out: it may yet turn out well
 * @param fellBackFrom versions it installed and came back from, each once
 */
public record Progress(
        Host host,
        Boots boots,
        @Nullable OpenAttempt open,
        @Nullable OpenAttempt lapsed,
        List<String> fellBackFrom) {

    public Progress {
        fellBackFrom = List.copyOf(fellBackFrom);
    }
}
