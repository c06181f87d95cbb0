package dev.platte.db.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named pointer of an application and architecture to a package.
 *
 * @param packageId what it points to; absent: nothing yet
 * @param revision counts the changes of this row; its ETag
 */
public record Channel(
        long id,
        long applicationId,
        String arch,
        String name,
        @Nullable Long packageId,
        Instant created,
        long revision) {}
