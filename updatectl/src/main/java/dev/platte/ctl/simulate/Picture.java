package dev.platte.ctl.simulate;

import java.util.Map;

/**
 * How far a simulated fleet is.
 *
 * @param seconds since it began, in real time
 * @param stages its hosts by where they are
 * @param versions its hosts by what they run
 * @param medianMillis how long half of all polls took at most, to the next power of two
 * @param slowMillis the same of ninety-nine in a hundred
 */
public record Picture(
        double seconds,
        Map<Stage, Long> stages,
        Map<String, Long> versions,
        Sums sums,
        double medianMillis,
        double slowMillis) {

    /**
     * Since it began.
     *
     * @param polls that were answered
     * @param offers that were taken up
     * @param updated hosts that came back with what they were offered
     * @param failed updates that failed or fell back
     * @param refused answers that said "come back later"
     * @param unreachable requests without an answer
     */
    public record Sums(
            long polls, long offers, long updated, long failed, long refused, long unreachable) {}

    public Picture {
        stages = Map.copyOf(stages);
        versions = Map.copyOf(versions);
    }

    long at(Stage stage) {
        return stages.getOrDefault(stage, 0L);
    }
}
