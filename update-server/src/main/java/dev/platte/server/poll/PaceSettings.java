package dev.platte.server.poll;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often hosts poll.
 *
 * @param pollsPerSecond how many polls all servers of one database want to answer on average, 0 to
 *     1,000,000: hosts of a larger fleet are asked to poll more rarely, at most every 4 h; 0: they
 *     are not
 */
@ConfigurationProperties("platte.pace")
record PaceSettings(@DefaultValue("2000") int pollsPerSecond) {
    private static final int MOST = 1_000_000;

    PaceSettings {
        if (pollsPerSecond < 0 || pollsPerSecond > MOST) {
            throw new IllegalArgumentException(
                    "platte.pace.polls-per-second is "
                            + pollsPerSecond
                            + "; give 0 to 1000000, such as 2000");
        }
    }
}
