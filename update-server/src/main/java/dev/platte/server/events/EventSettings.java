package dev.platte.server.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets under {@code platte.events.}
 *
 * @param keep how long events are kept, to be resumed from and listed; 1 day to 10 years
 * @param streams how many may be followed at once, of all callers; each holds a connection, of
 *     which hosts need some too
 * @param streamsOfOne how many by one caller
 */
@ConfigurationProperties("platte.events")
record EventSettings(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("2000") int streams,
        @DefaultValue("100") int streamsOfOne) {

    EventSettings {
        if (keep.toDays() < 1 || keep.toDays() > 3650) {
            throw new IllegalArgumentException(
                    "platte.events.keep is " + keep + "; give 1d to 3650d");
        }
        range("streams", streams);
        range("streams-of-one", streamsOfOne);
    }

    private static void range(String key, int value) {
        if (value < 0 || value > 100_000) {
            throw new IllegalArgumentException(
                    "platte.events." + key + " is " + value + "; give 0 to 100000");
        }
    }
}
