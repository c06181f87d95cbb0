package dev.platte.server.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people stay signed in.
 *
 * @param idle how long without a request, 1 min to 1 day
 * @param longest how long at all, 1 min to 30 days
 * @param firstLink whether a start of a server where nobody ever got in prints a link that makes
 *     the first administrator
 */
@ConfigurationProperties("platte.sign-in")
record SignInSettings(
        @DefaultValue("2h") Duration idle,
        @DefaultValue("12h") Duration longest,
        @DefaultValue("true") boolean firstLink) {

    SignInSettings {
        check("idle", idle, Duration.ofDays(1), "1m to 1d");
        check("longest", longest, Duration.ofDays(30), "1m to 30d");
    }

    private static void check(String key, Duration value, Duration most, String range) {
        if (value.compareTo(Duration.ofMinutes(1)) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "platte.sign-in." + key + " is " + value + "; give " + range);
        }
    }
}
