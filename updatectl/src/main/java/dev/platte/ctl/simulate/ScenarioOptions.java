package dev.platte.ctl.simulate;

import dev.platte.ctl.simulate.Scenario.Crowd;
import dev.platte.ctl.simulate.Scenario.Habits;
import dev.platte.ctl.simulate.Scenario.Mishaps;
import dev.platte.ctl.simulate.Scenario.Outage;
import dev.platte.ctl.simulate.Scenario.Share;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A scenario as it is written on a command line, or in a file of such lines. */
final class ScenarioOptions {
    private static final double PERCENT = 100;
    private static final String REAL = "real";

    @Option(names = "--hosts", defaultValue = "1000", description = "how many (1000)")
    private int hosts;

    @Option(
            names = "--group",
            paramLabel = "TRACK[=WEIGHT]",
            description = "a group and its share of the hosts; may be repeated (stable)")
    private List<String> groups = List.of("stable");

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            description = "what the hosts run at first")
    private String version = "";

    @Option(names = "--arch", defaultValue = "amd64", description = "amd64 or arm64 (amd64)")
    private String arch = "";

    @Option(
            names = "--poll-interval",
            defaultValue = "PT45M",
            description = "between two polls, unless the server says another (PT45M)")
    private Duration pollInterval = Duration.ZERO;

    @Option(
            names = "--download",
            defaultValue = "PT4M",
            paramLabel = "DURATION|real",
            description = "how long it takes, or real: payloads are fetched and hashed (PT4M)")
    private String download = "";

    @Option(
            names = "--reboot",
            defaultValue = "PT10M",
            description = "how long hosts wait for their reboot (PT10M)")
    private Duration reboot = Duration.ZERO;

    @Option(
            names = "--skew",
            defaultValue = "1",
            paramLabel = "PERCENT",
            description = "how fast or slow a host's clock may be (1)")
    private double skew;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "hosts live so many times as fast; the server does not (1)")
    private double speed;

    @Option(names = "--fail", paramLabel = "PERCENT", description = "updates that fail")
    private double fail;

    @Option(
            names = "--error-code",
            defaultValue = "10",
            description = "with this code of update_engine (10: hash mismatch)")
    private int errorCode;

    @Option(
            names = "--fall-back",
            paramLabel = "PERCENT",
            description = "hosts that come back with the old version")
    private double fallBack;

    @Option(
            names = "--silent",
            paramLabel = "PERCENT",
            description = "hosts that are not heard of for a day after their reboot")
    private double silent;

    @Option(
            names = "--slow",
            paramLabel = "PERCENT",
            description = "downloads that take ten times as long")
    private double slow;

    @Option(
            names = "--outage",
            paramLabel = "AFTER/LASTS",
            description = "no host reaches the server, then all do at once; such as PT1M/PT30S")
    private @Nullable String outage;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "decides what is left to chance (1)")
    private long seed;

    /**
     * @throws IllegalArgumentException with what is wrong, in words
     */
    Scenario scenario(String appId) {
        boolean real = download.equals(REAL);
        return new Scenario(
                new Crowd(
                        appId,
                        groups.stream().map(ScenarioOptions::share).toList(),
                        version,
                        arch,
                        hosts),
                new Habits(
                        pollInterval,
                        real ? Duration.ZERO : duration("--download", download),
                        real,
                        reboot,
                        skew / PERCENT,
                        speed),
                new Mishaps(
                        fail / PERCENT,
                        errorCode,
                        fallBack / PERCENT,
                        silent / PERCENT,
                        slow / PERCENT),
                Optional.ofNullable(outage).map(ScenarioOptions::outage),
                seed);
    }

    private static Share share(String text) {
        int at = text.lastIndexOf('=');
        if (at < 0) {
            return new Share(text, 1);
        }
        try {
            return new Share(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--group " + text + ": write it like stable=9, with a whole number", e);
        }
    }

    private static Outage outage(String text) {
        String[] parts = text.split("/", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "--outage "
                            + text
                            + ": write it like PT1M/PT30S: after a minute, half a minute");
        }
        return new Outage(duration("--outage", parts[0]), duration("--outage", parts[1]));
    }

    private static Duration duration(String option, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    option + " " + text + ": write it like PT4M or PT30S", e);
        }
    }
}
