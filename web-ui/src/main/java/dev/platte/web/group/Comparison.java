package dev.platte.web.group;

import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.web.fleet.Counts;
import dev.platte.web.rollout.PolicyWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Two groups beside each other. */
final class Comparison {

    private Comparison() {}

    /** One of them. */
    record Side(Group group, GroupPolicy policy, Counts counts) {}

    /** One thing that both have. */
    public record Row(String name, String one, String two) {

        public boolean differs() {
            return !one.equals(two);
        }
    }

    static List<Row> of(Side one, Side two) {
        List<Row> rows = new ArrayList<>();
        add(rows, "Hosts", one, two, side -> number(side.counts().hosts()));
        add(rows, "On their way", one, two, side -> number(side.counts().moving()));
        add(rows, "Failed, fell back, timed out", one, two, side -> number(side.counts().hurt()));
        add(rows, "Follows", one, two, side -> side.group().channel());
        add(
                rows,
                "State",
                one,
                two,
                side -> side.group().paused() ? "paused: " + side.group().pausedReason() : "open");
        add(rows, "Ramp", one, two, side -> PolicyWords.ramp(side.policy().ramp()));
        add(rows, "Limits", one, two, side -> PolicyWords.limits(side.policy().limits()));
        add(rows, "Windows", one, two, side -> PolicyWords.windows(side.policy().windows()));
        add(
                rows,
                "Canaries",
                one,
                two,
                side -> PolicyWords.canaries(side.policy().canaries().rule()));
        add(rows, "Halt", one, two, side -> PolicyWords.halt(side.policy().halt()));
        add(rows, "Time-outs", one, two, side -> PolicyWords.leases(side.policy().leases()));
        add(rows, "Retired", one, two, side -> PolicyWords.retired(side.policy().retireAfter()));
        add(rows, "Promotion", one, two, side -> PolicyWords.promotion(side.policy().promotion()));
        add(
                rows,
                "A check on the host",
                one,
                two,
                side ->
                        side.policy().forcedPassesRamp()
                                ? "passes the ramp"
                                : "waits for the ramp too");
        add(
                rows,
                "Withdrawn versions",
                one,
                two,
                side ->
                        side.policy().offersDowngrade()
                                ? "hosts are sent down from them"
                                : "hosts stay on them until something newer comes");
        return rows;
    }

    private static void add(
            List<Row> rows, String name, Side one, Side two, Function<Side, String> value) {
        rows.add(new Row(name, value.apply(one), value.apply(two)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
