package dev.platte.web.rollout;

import dev.platte.db.fleet.Samples.RolloutSample;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import dev.platte.db.rollout.RolloutState;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.ramp.Bucket;
import dev.platte.policy.ramp.Ramp;
import dev.platte.web.chart.TimeChart;
import dev.platte.web.chart.TimePlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** A rollout over time: the ramp as planned and as it happened, and where its hosts were. */
final class RolloutCharts {

    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final int POINTS = 120;

    private final Rollout rollout;
    private final List<RolloutSample> samples;
    private final List<RolloutEvent> history;
    private final OpenTime time;
    private final Instant now;

    RolloutCharts(
            Rollout rollout, List<RolloutSample> samples, List<RolloutEvent> history, Instant now) {
        this.rollout = rollout;
        this.history = history;
        this.time = OpenTime.of(rollout, history);
        this.now = now;
        this.samples = whole(rollout, samples, now);
    }

    /** From its beginning, when nobody had begun, to what is counted now. */
    private static List<RolloutSample> whole(
            Rollout rollout, List<RolloutSample> samples, Instant now) {
        List<RolloutSample> whole = new ArrayList<>();
        whole.add(new RolloutSample(rollout.created(), 0, 0, 0, 0, 0));
        samples.stream().filter(each -> each.at().isAfter(rollout.created())).forEach(whole::add);
        Outcomes outcomes = rollout.counted().outcomes();
        Instant end = Objects.requireNonNullElse(rollout.ended(), now);
        if (end.isAfter(whole.getLast().at())) {
            whole.add(
                    new RolloutSample(
                            end,
                            rollout.counted().tally().open(),
                            outcomes.updated(),
                            outcomes.failed(),
                            outcomes.timedOut(),
                            outcomes.fellBack()));
        }
        return whole;
    }

    /**
     * The share of the hosts that may begin, that have begun, and that are through.
     *
     * @param hosts that are to be moved or were
     */
    TimeChart ramp(long hosts) {
        TimePlot plot = TimePlot.ofPercent("Ramp, planned and actual", rollout.created(), end());
        plot.area("Updated", "updated", shares(hosts, RolloutSample::updated));
        plot.line("Begun", "begun", shares(hosts, RolloutCharts::begun));
        plot.line("Open to", "planned", planned());
        mark(plot);
        return plot.chart();
    }

    /** How many hosts were where. */
    TimeChart states() {
        long most = samples.stream().mapToLong(each -> begun(each)).max().orElse(0);
        TimePlot plot =
                TimePlot.ofCounts(
                        "Hosts by state",
                        "hosts",
                        rollout.created(),
                        Objects.requireNonNullElse(rollout.ended(), now),
                        most);
        plot.area("Updated", "updated", counts(RolloutSample::updated));
        plot.area("On their way", "moving", counts(RolloutSample::open));
        plot.area("Timed out", "silent", counts(RolloutSample::timedOut));
        plot.area("Fell back", "fell-back", counts(RolloutSample::fellBack));
        plot.area("Failed", "failed", counts(RolloutSample::failed));
        mark(plot);
        return plot.chart();
    }

    private void mark(TimePlot plot) {
        for (OpenTime.Gap gap : time.gaps()) {
            plot.span(
                    gap.from(),
                    Objects.requireNonNullElse(
                            gap.end(), Objects.requireNonNullElse(rollout.ended(), now)),
                    "stood",
                    "stood still");
        }
        // Where it halted is where it stands: two lines there could not be read.
        if (rollout.ended() == null && rollout.state() != RolloutState.HALTED) {
            plot.moment(now, "now", "now");
        }
        for (RolloutEvent event : history) {
            if (event.what() == RolloutEvent.What.HALTED) {
                plot.moment(event.at(), "halted", "halted");
            }
        }
    }

    /** Until the ramp is open as far as it will be, or until now. */
    private Instant end() {
        if (rollout.ended() != null) {
            return rollout.ended();
        }
        Duration length =
                rollout.pace().ramp().frames().stream()
                        .map(Ramp.Frame::over)
                        .reduce(Duration.ZERO, Duration::plus);
        Instant planned =
                time.reaches(length).orElseGet(() -> now.plus(length.minus(time.at(now))));
        Instant latest = rollout.created().plus(LONGEST);
        Instant end = planned.isAfter(now) ? planned : now;
        Instant wide = end.plus(Duration.between(rollout.created(), end).dividedBy(20));
        Instant least = rollout.created().plus(SHORTEST);
        return wide.isAfter(latest) ? latest : wide.isBefore(least) ? least : wide;
    }

    private Map<Instant, Double> planned() {
        Map<Instant, Double> planned = new HashMap<>();
        Duration all = Duration.between(rollout.created(), end());
        for (int i = 0; i <= POINTS; i++) {
            put(planned, rollout.created().plus(all.multipliedBy(i).dividedBy(POINTS)));
        }
        // Corners and steps, where a straight line between two points would lie.
        Duration passed = Duration.ZERO;
        for (Ramp.Frame frame : rollout.pace().ramp().frames()) {
            passed = passed.plus(frame.over());
            time.reaches(passed)
                    .filter(corner -> corner.isBefore(end()))
                    .ifPresent(
                            corner -> {
                                put(planned, corner.minusMillis(1));
                                put(planned, corner);
                            });
        }
        return planned;
    }

    private void put(Map<Instant, Double> planned, Instant at) {
        long threshold = rollout.pace().ramp().threshold(time.at(at));
        planned.put(at, 100.0 * threshold / Bucket.COUNT);
    }

    private Map<Instant, Double> shares(long hosts, ToLongFunction<RolloutSample> part) {
        Map<Instant, Double> values = new HashMap<>();
        for (RolloutSample sample : samples) {
            values.put(sample.at(), hosts == 0 ? 0 : 100.0 * part.applyAsLong(sample) / hosts);
        }
        return values;
    }

    private Map<Instant, Double> counts(ToLongFunction<RolloutSample> part) {
        Map<Instant, Double> values = new HashMap<>();
        for (RolloutSample sample : samples) {
            values.put(sample.at(), (double) part.applyAsLong(sample));
        }
        return values;
    }

    private static long begun(RolloutSample sample) {
        return sample.open()
                + sample.updated()
                + sample.failed()
                + sample.timedOut()
                + sample.fellBack();
    }

    /** Hosts that got through in an hour, over the last hour or what there is of it. */
    double perHour() {
        RolloutSample last = samples.getLast();
        RolloutSample first =
                samples.stream()
                        .filter(each -> !each.at().isBefore(last.at().minus(Duration.ofHours(1))))
                        .findFirst()
                        .orElse(last);
        double hours = Duration.between(first.at(), last.at()).toSeconds() / 3600.0;
        return hours == 0 ? 0 : (last.updated() - first.updated()) / hours;
    }

    /** How far the ramp is open now, 0 to 100. */
    double open() {
        return 100.0 * rollout.pace().ramp().threshold(time.at(now)) / Bucket.COUNT;
    }
}
