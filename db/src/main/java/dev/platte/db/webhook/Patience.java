package dev.platte.db.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long one tries.
 *
 * @param tries of one message; then the next one has its turn
 * @param disableAfter how long every try may fail before nothing is sent any more
 */
public record Patience(int tries, Duration disableAfter) {

    boolean isOver(@Nullable Instant failingSince, Instant now) {
        return failingSince != null && !now.isBefore(failingSince.plus(disableAfter));
    }
}
