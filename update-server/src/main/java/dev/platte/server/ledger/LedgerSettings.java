package dev.platte.server.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How polls are written down.
 *
 * @param writers batches written at the same time, each over a database connection of its own, 1 to
 *     64
 * @param batch most polls of one transaction, 1 to 10,000
 * @param queue most polls that wait; the next is told to come back, 1 to 1,000,000
 * @param patience how long a poll waits to be written, 100 ms to 1 min
 * @param retireAfter how long a host is silent before it is not counted any more, 1 day or more
 * @param forgetAfter how long a host is retired before all that is known of it goes, 1 day or more
 */
@ConfigurationProperties("platte.ledger")
record LedgerSettings(
        @DefaultValue("2") int writers,
        @DefaultValue("500") int batch,
        @DefaultValue("10000") int queue,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("180d") Duration retireAfter,
        @DefaultValue("365d") Duration forgetAfter) {

    LedgerSettings {
        range("writers", writers, 64);
        range("batch", batch, 10_000);
        range("queue", queue, 1_000_000);
        if (patience.compareTo(Duration.ofMillis(100)) < 0
                || patience.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "platte.ledger.patience is " + patience + "; give 100ms to 1m");
        }
        aDay("retire-after", retireAfter);
        aDay("forget-after", forgetAfter);
    }

    private static void aDay(String key, Duration value) {
        if (value.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "platte.ledger." + key + " is " + value + "; give 1d or more");
        }
    }

    private static void range(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "platte.ledger." + key + " is " + value + "; give 1 to " + most);
        }
    }
}
