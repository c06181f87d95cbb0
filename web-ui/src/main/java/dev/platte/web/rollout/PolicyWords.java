package dev.platte.web.rollout;

import dev.platte.db.rollout.GroupPolicy;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.PromotionRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How hosts are moved, in sentences. */
public final class PolicyWords {

    private PolicyWords() {}

    public static String ramp(Ramp ramp) {
        if (ramp.frames().isEmpty()) {
            return ramp.first().millionths() == 1_000_000
                    ? "Everybody at once."
                    : ramp.first() + " of the hosts, and no more.";
        }
        String frames =
                ramp.frames().stream()
                        .map(frame -> frame.to() + " over " + length(frame.over()))
                        .collect(Collectors.joining(", then to "));
        return "From " + ramp.first() + " to " + frames + ".";
    }

    public static String limits(Limits limits) {
        boolean atOnce = limits.atOnce() != Limits.UNLIMITED;
        boolean perPeriod = limits.perPeriod() != Limits.UNLIMITED;
        if (!atOnce && !perPeriod) {
            return "None.";
        }
        String once = atOnce ? "At most " + hosts(limits.atOnce()) + " at once" : "";
        String period =
                perPeriod
                        ? (atOnce ? ", and at most " : "At most ")
                                + hosts(limits.perPeriod())
                                + " in "
                                + length(limits.period())
                        : "";
        return once + period + ".";
    }

    public static String canaries(CanaryRule rule) {
        return rule.hosts() == 0
                ? "None: the ramp begins at once."
                : hosts(rule.hosts())
                        + " of the named ones must update first"
                        + (rule.soak().isZero()
                                ? "."
                                : ", and run well for " + length(rule.soak()) + ".");
    }

    public static String halt(HaltRule rule) {
        return rule.allowed() >= 1
                ? "Never halts by itself."
                : String.format(
                        Locale.ROOT,
                        "Halts when surely more than %s %% of the ended attempts fail, after at least %,d.",
                        number(rule.allowed() * 100),
                        rule.minimumSample());
    }

    public static String promotion(GroupPolicy.Promotion promotion) {
        if (promotion.to() == null) {
            return "By hand.";
        }
        PromotionRule rule = promotion.rule();
        List<String> asks = new ArrayList<>();
        if (!rule.soak().isZero()) {
            asks.add("ran for " + length(rule.soak()));
        }
        if (rule.minUpdated() > 0) {
            asks.add(hosts(rule.minUpdated()) + " updated");
        }
        if (rule.allowed() < 1) {
            asks.add("surely at most " + number(rule.allowed() * 100) + " % failed");
        }
        if (rule.approvals() > 0) {
            asks.add(
                    rule.approvals() == 1
                            ? "another person agrees"
                            : rule.approvals() + " others agree");
        }
        return "To "
                + promotion.to()
                + (asks.isEmpty()
                        ? " as soon as it runs."
                        : " once it " + String.join(", ", asks) + ".");
    }

    public static String leases(GroupPolicy.Leases leases) {
        return "Silent for "
                + length(leases.progress())
                + " on its way, or for "
                + length(leases.reboot())
                + " before its reboot, a host counts as timed out.";
    }

    /** When hosts are counted no more. */
    public static String retired(@Nullable Duration silence) {
        return silence == null
                ? "As the server says."
                : "Silent for " + length(silence) + ", a host is counted no more.";
    }

    public static String windows(Windows windows) {
        if (windows.weekly().isEmpty() && windows.closed().isEmpty()) {
            return "Open at all times.";
        }
        String weekly =
                windows.weekly().isEmpty()
                        ? "Open at all times"
                        : "Open "
                                + windows.weekly().stream()
                                        .map(
                                                window ->
                                                        days(window.days())
                                                                + " "
                                                                + window.from()
                                                                + " to "
                                                                + end(window))
                                        .collect(Collectors.joining("; "))
                                + " ("
                                + windows.zone()
                                + ")";
        String closed =
                windows.closed().isEmpty()
                        ? ""
                        : ", but not "
                                + windows.closed().stream()
                                        .map(
                                                span ->
                                                        span.first().equals(span.last())
                                                                ? "on " + span.first()
                                                                : "from "
                                                                        + span.first()
                                                                        + " to "
                                                                        + span.last())
                                        .collect(Collectors.joining(", "));
        return weekly + closed + ".";
    }

    private static String end(Windows.Weekly window) {
        return window.to().equals(LocalTime.MIDNIGHT)
                ? "24:00"
                : window.from().isBefore(window.to())
                        ? window.to().toString()
                        : window.to() + " on the next day";
    }

    /** {@code Mon to Fri}, {@code Sat, Sun}, {@code every day}. */
    static String days(Set<DayOfWeek> days) {
        List<DayOfWeek> all = Arrays.stream(DayOfWeek.values()).filter(days::contains).toList();
        if (all.size() == 7) {
            return "every day";
        }
        boolean row =
                all.size() > 2
                        && all.getLast().getValue() - all.getFirst().getValue() == all.size() - 1;
        return row
                ? day(all.getFirst()) + " to " + day(all.getLast())
                : all.stream().map(PolicyWords::day).collect(Collectors.joining(", "));
    }

    private static String day(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    /** {@code 90 s}, {@code 45 min}, {@code 6 h}, {@code 1 day}, {@code 1 day 12 h}. */
    public static String length(Duration length) {
        long days = length.toDays();
        long hours = length.toHoursPart();
        long minutes = length.toMinutesPart();
        long seconds = length.toSecondsPart();
        if (days > 0) {
            String whole = days == 1 ? "1 day" : days + " days";
            return hours == 0 ? whole : whole + " " + hours + " h";
        }
        if (hours > 0) {
            return minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
        }
        if (minutes > 0) {
            return seconds == 0 ? minutes + " min" : length.toSeconds() + " s";
        }
        return seconds + " s";
    }

    private static String hosts(long hosts) {
        return String.format(Locale.ROOT, hosts == 1 ? "%,d host" : "%,d hosts", hosts);
    }

    private static String number(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
