package dev.platte.db.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is on its way.
 *
 * @param open its open attempt, if there is one
 * @param fellBackFrom versions it installed and came back from, each once
 */
public record Progress(Host host, @Nullable OpenAttempt open, List<String> fellBackFrom) {

    public Progress {
        fellBackFrom = List.copyOf(fellBackFrom);
    }
}
