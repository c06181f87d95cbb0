package dev.platte.policy.culprit;

import java.time.Clock;
import java.time.Instant;

/** Asks the system for the time twice, in two ways. */
public record ReadsTheClock(Clock clock) {
    Instant now() {
        return Instant.now();
    }
}
