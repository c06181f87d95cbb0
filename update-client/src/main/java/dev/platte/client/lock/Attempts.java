package dev.platte.client.lock;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries again what lost a race: between the read and the write somebody else wrote. With many hosts
 * that is usual, and no reason to wait for minutes as locksmith did.
 */
final class Attempts {
    private static final int MOST = 20;
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final RandomGenerator chance;

    Attempts(RandomGenerator chance) {
        this.chance = chance;
    }

    /** Empty: the race was lost. */
    @FunctionalInterface
    interface Try<T> {
        Optional<T> run() throws IOException, InterruptedException;
    }

    <T> T untilWon(Try<T> once) throws IOException, InterruptedException {
        Duration longest = FIRST;
        for (int i = 0; i < MOST; i++) {
            Optional<T> won = once.run();
            if (won.isPresent()) {
                return won.get();
            }
            Thread.sleep(Duration.ofNanos(chance.nextLong(longest.toNanos())));
            longest = longest.multipliedBy(2);
            longest = longest.compareTo(LONGEST) < 0 ? longest : LONGEST;
        }
        throw new IOException("others changed the lock " + MOST + " times in between");
    }
}
