package dev.platte.server.webhook;

import dev.platte.db.webhook.Patience;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets under {@code platte.webhooks.}
 *
 * @param allowHttp whether messages are also sent without TLS
 * @param tries of one message before it is given up, 1 to 100; the waits between them double from
 *     10 s to an hour
 * @param disableAfter how long every try may fail before nothing is sent any more, 1 hour to 1 year
 * @param keep how long it is known what came of messages, 1 day to 1 year
 * @param atOnce to how many systems this server sends at once, 1 to 100
 */
@ConfigurationProperties("platte.webhooks")
record WebhookSettings(
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("15") int tries,
        @DefaultValue("3d") Duration disableAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("8") int atOnce) {

    private static final Duration YEAR = Duration.ofDays(366);

    WebhookSettings {
        range("tries", tries);
        range("at-once", atOnce);
        between("disable-after", disableAfter, Duration.ofHours(1));
        between("keep", keep, Duration.ofDays(1));
    }

    Patience patience() {
        return new Patience(tries, disableAfter);
    }

    private static void range(String key, int value) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(
                    "platte.webhooks." + key + " is " + value + "; give 1 to 100");
        }
    }

    private static void between(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(YEAR) > 0) {
            throw new IllegalArgumentException(
                    "platte.webhooks." + key + " is " + value + "; give " + least + " to " + YEAR);
        }
    }
}
