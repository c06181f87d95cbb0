package dev.platte.web.fleet;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Attempt;
import dev.platte.db.snapshot.ApplicationSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in a table.
 *
 * @param toVersion absent: its package is no longer known
 * @param error its error in words
 */
record AttemptLine(Attempt attempt, @Nullable String toVersion, @Nullable String error) {

    static List<AttemptLine> of(ApplicationSnapshot application, List<Attempt> attempts) {
        return attempts.stream()
                .map(
                        attempt ->
                                new AttemptLine(
                                        attempt,
                                        application
                                                .findPackage(attempt.packageId())
                                                .map(UpdatePackage::version)
                                                .orElse(null),
                                        HostLine.words(attempt.errorCode())))
                .toList();
    }
}
