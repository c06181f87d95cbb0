package dev.platte.db.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt goes on or ends.
 *
 * @param state where it is now; the same as before renews its lease only
 * @param at when; where a rollout counts it, by the database's clock, read under the rollout's lock
 * @param lease how long the host may be silent from now on; absent: the lease stays
 * @param errorCode the error that ended it, if it reported one
 * @param counted its end is in the outcomes of its rollout
 * @param uncounted an earlier attempt whose end is not any more, because this one's is
 */
public record AttemptStep(
        long attemptId,
        HostState state,
        Instant at,
        @Nullable Duration lease,
        @Nullable Long errorCode,
        boolean counted,
        @Nullable Long uncounted) {}
