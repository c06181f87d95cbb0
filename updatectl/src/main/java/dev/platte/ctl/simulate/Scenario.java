package dev.platte.ctl.simulate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a simulated fleet is like. Two runs of one scenario have the same hosts, which poll at the
 * same times of their own and meet the same mishaps; in which order the network lets them through
 * is its own affair.
 *
 * @param outage a time in which no host reaches the server, and after which all of them do at once
 * @param seed decides everything that is left to chance
 */
public record Scenario(
        Crowd crowd, Habits habits, Mishaps mishaps, Optional<Outage> outage, long seed) {

    /**
     * Who there is.
     *
     * @param appId as hosts say it
     * @param groups the groups they ask for, with their shares
     * @param version what all of them run at first
     * @param arch amd64 or arm64
     * @param hosts how many, 1 to 1,000,000
     */
    public record Crowd(String appId, List<Share> groups, String version, String arch, int hosts) {
        private static final int MOST = 1_000_000;

        public Crowd {
            groups = List.copyOf(groups);
            if (groups.isEmpty()) {
                throw new IllegalArgumentException("a fleet has at least one group");
            }
            if (hosts < 1 || hosts > MOST) {
                throw new IllegalArgumentException("hosts are 1 to 1,000,000, not " + hosts);
            }
            if (!arch.equals("amd64") && !arch.equals("arm64")) {
                throw new IllegalArgumentException("arch is amd64 or arm64, not " + arch);
            }
        }
    }

    /**
     * A part of the fleet.
     *
     * @param track the group, as hosts say it
     * @param weight its share, against the sum of all weights
     */
    public record Share(String track, int weight) {
        public Share {
            if (track.isEmpty() || weight < 1) {
                throw new IllegalArgumentException(
                        "a share is a group and a weight of 1 or more, such as stable=9");
            }
        }
    }

    /**
     * How hosts live. All durations are those of real hosts; they pass {@code speed} times as fast.
     *
     * @param pollInterval between two polls, unless the server says another
     * @param download how long one takes
     * @param real whether payloads are fetched from where the server says, and hashed
     * @param reboot how long a host waits for its reboot
     * @param skew how much the clock of a host may be fast or slow, 0 to 0.5
     * @param speed 1 or more
     */
    public record Habits(
            Duration pollInterval,
            Duration download,
            boolean real,
            Duration reboot,
            double skew,
            double speed) {

        /** As update_engine, on a good line, with a reboot a few minutes later. */
        public static final Habits USUAL =
                new Habits(
                        Duration.ofMinutes(45),
                        Duration.ofMinutes(4),
                        false,
                        Duration.ofMinutes(10),
                        0.01,
                        1);

        public Habits {
            if (pollInterval.compareTo(Duration.ofSeconds(1)) < 0
                    || download.isNegative()
                    || reboot.isNegative()) {
                throw new IllegalArgumentException(
                        "the poll interval is a second or more, and nothing takes less than no time");
            }
            if (skew < 0 || skew > 0.5 || !(speed >= 1)) {
                throw new IllegalArgumentException("skew is 0 to 50 %, speed is 1 or more");
            }
        }

        /** At another speed. */
        public Habits faster(double times) {
            return new Habits(pollInterval, download, real, reboot, skew, times);
        }
    }

    /**
     * What goes wrong with an update, each with its chance from 0 to 1, all of them together at
     * most 1.
     *
     * @param fails it is reported as failed
     * @param errorCode with this code
     * @param fallsBack the host comes back from its reboot with the old version
     * @param silent the host is not heard of for a day after its reboot
     * @param slow the download takes ten times as long
     */
    public record Mishaps(
            double fails, int errorCode, double fallsBack, double silent, double slow) {
        public static final Mishaps NONE = new Mishaps(0, 1, 0, 0, 0);

        public Mishaps {
            if (Math.min(Math.min(fails, fallsBack), Math.min(silent, slow)) < 0
                    || fails + fallsBack + silent + slow > 1) {
                throw new IllegalArgumentException(
                        "chances are 0 to 100 %, and all together at most 100 %");
            }
        }

        Mishap at(double chance) {
            if (chance < fails) {
                return Mishap.FAILS;
            }
            if (chance < fails + fallsBack) {
                return Mishap.FALLS_BACK;
            }
            if (chance < fails + fallsBack + silent) {
                return Mishap.GOES_SILENT;
            }
            return chance < fails + fallsBack + silent + slow ? Mishap.IS_SLOW : Mishap.NONE;
        }
    }

    enum Mishap {
        NONE,
        FAILS,
        FALLS_BACK,
        GOES_SILENT,
        IS_SLOW
    }

    /**
     * @param after its beginning, since that of the simulation; in real time
     * @param lasts in real time
     */
    public record Outage(Duration after, Duration lasts) {
        public Outage {
            if (after.isNegative() || lasts.isNegative()) {
                throw new IllegalArgumentException("an outage begins later and lasts");
            }
        }
    }

    /** How the ids of all its hosts begin, so that they can be told from real ones. */
    public String idPrefix() {
        return "sim-" + Long.toHexString(seed) + "-";
    }
}
