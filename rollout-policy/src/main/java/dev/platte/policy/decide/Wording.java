package dev.platte.policy.decide;

import dev.platte.policy.decide.Reason.Code;
import dev.platte.policy.health.HaltRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The codes and the English sentences of all reasons: the only place that words them. */
final class Wording {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Wording() {}

    static Code code(Reason reason) {
        return switch (reason) {
            case Reason.UpToDate _ -> Code.UP_TO_DATE;
            case Reason.NewerThanTarget _ -> Code.NEWER_THAN_TARGET;
            case Reason.RolledOut _ -> Code.ROLLED_OUT;
            case Reason.Admitted _ -> Code.ADMITTED;
            case Reason.Canary _ -> Code.CANARY;
            case Reason.Forced _ -> Code.FORCED;
            case Reason.Aimed _ -> Code.AIMED;
            case Reason.SameVersion _ -> Code.SAME_VERSION;
            case Reason.Downgrade _ -> Code.DOWNGRADE;
            case Reason.FloorFirst _ -> Code.FLOOR_FIRST;
            case Reason.StableMeanwhile _ -> Code.STABLE_MEANWHILE;
            case Reason.GrantedBefore _ -> Code.GRANTED_BEFORE;
            case Reason.DeltaFailed _ -> Code.DELTA_FAILED;
            case Reason.GroupPaused _ -> Code.GROUP_PAUSED;
            case Reason.RolloutPaused _ -> Code.ROLLOUT_PAUSED;
            case Reason.Halted _ -> Code.HALTED;
            case Reason.Withdrawn _ -> Code.WITHDRAWN;
            case Reason.Pinned _ -> Code.PINNED;
            case Reason.OutsidePrefix _ -> Code.OUTSIDE_PREFIX;
            case Reason.VersionUnreadable _ -> Code.VERSION_UNREADABLE;
            case Reason.NoPackageForArch _ -> Code.NO_PACKAGE_FOR_ARCH;
            case Reason.AttemptOpen _ -> Code.ATTEMPT_OPEN;
            case Reason.CanariesFirst _ -> Code.CANARIES_FIRST;
            case Reason.RampNotReached _ -> Code.RAMP_NOT_REACHED;
            case Reason.WindowClosed _ -> Code.WINDOW_CLOSED;
            case Reason.LimitAtOnce _ -> Code.LIMIT_AT_ONCE;
            case Reason.LimitPerPeriod _ -> Code.LIMIT_PER_PERIOD;
            case Reason.FailedBefore _ -> Code.FAILED_BEFORE;
        };
    }

    static String sentence(Reason reason) {
        return switch (reason) {
            case Reason.UpToDate r -> "The host runs " + r.version() + ", which is its target.";
            case Reason.NewerThanTarget r ->
                    "The host runs "
                            + r.version()
                            + ", which is newer than its target "
                            + r.target()
                            + "."
                            + (r.askedToGoBack()
                                    ? " It would go back, but no rollout offers that version a downgrade."
                                    : "");
            case Reason.RolledOut r ->
                    "The rollout to " + r.target() + " is completed: every host may have it.";
            case Reason.Admitted r ->
                    "The ramp has reached the host: its place is "
                            + percent(r.bucket())
                            + ", open is up to "
                            + percent(r.threshold())
                            + ".";
            case Reason.Canary _ -> "The host is a canary and goes first.";
            case Reason.Forced _ ->
                    "Somebody asked on the host, and the group lets them pass the ramp.";
            case Reason.Aimed r ->
                    r.by()
                            + " aimed this host at "
                            + r.at()
                            + " until "
                            + time(r.until())
                            + because(r.why());
            case Reason.SameVersion r ->
                    "The host runs " + r.version() + " and asked for the same version again.";
            case Reason.Downgrade r ->
                    "The host runs "
                            + r.from()
                            + " and is offered "
                            + r.to()
                            + " below it"
                            + because(r.why());
            case Reason.FloorFirst r ->
                    "On the way to "
                            + r.target()
                            + " the host has to pass "
                            + r.version()
                            + " first"
                            + because(r.why());
            case Reason.StableMeanwhile r ->
                    "The host is brought to "
                            + r.stable()
                            + " for now, not yet to "
                            + r.rolling()
                            + ".";
            case Reason.GrantedBefore r ->
                    "The host holds this grant already (" + stage(r.stage()) + ").";
            case Reason.DeltaFailed r ->
                    "The host could not install "
                            + r.version()
                            + " before, so it gets the full payload and not the delta.";
            case Reason.GroupPaused r -> "Group " + r.group() + " is paused" + because(r.why());
            case Reason.RolloutPaused r -> "The rollout is paused" + because(r.why());
            case Reason.Halted r -> "The rollout is halted" + because(halt(r.why(), r.crossed()));
            case Reason.Withdrawn r ->
                    "Version " + r.version() + " was withdrawn" + because(r.why());
            case Reason.Pinned r ->
                    r.by()
                            + " pinned this host to its version until "
                            + time(r.until())
                            + because(r.why());
            case Reason.OutsidePrefix r ->
                    "The host only lets itself be moved to versions "
                            + r.prefix()
                            + ", and the next one is "
                            + r.version()
                            + ".";
            case Reason.VersionUnreadable r ->
                    "The host says it runs \""
                            + r.said()
                            + "\", which is no version that can be compared:"
                            + " it is offered nothing on a guess.";
            case Reason.NoPackageForArch r ->
                    "Group "
                            + r.group()
                            + " has no package for "
                            + (r.architecture().isEmpty()
                                    ? "a host that does not say its architecture."
                                    : "architecture " + r.architecture() + ".");
            case Reason.AttemptOpen r ->
                    "The host has an update under way (" + stage(r.stage()) + ").";
            case Reason.CanariesFirst r -> canaries(r);
            case Reason.RampNotReached r ->
                    "The ramp has not reached the host: its place is "
                            + percent(r.bucket())
                            + ", open is up to "
                            + percent(r.threshold())
                            + "; "
                            + about(r);
            case Reason.WindowClosed r ->
                    "No window of group "
                            + r.group()
                            + " is open"
                            + (r.opens() == null
                                    ? ", and none will be."
                                    : "; the next opens " + time(r.opens()) + ".");
            case Reason.LimitAtOnce r ->
                    "The rollout has "
                            + r.open()
                            + " under way at once, and its limit is "
                            + r.limit()
                            + ".";
            case Reason.LimitPerPeriod r ->
                    "At most "
                            + r.limit()
                            + " hosts may begin in "
                            + length(r.period())
                            + "; the next may at "
                            + time(r.next())
                            + ".";
            case Reason.FailedBefore r ->
                    "The host installed "
                            + r.version()
                            + " before and fell back: it waits for something newer.";
        };
    }

    private static String canaries(Reason.CanariesFirst reason) {
        String count = reason.updated() + " of " + reason.needed() + " canaries are updated";
        return reason.soakedAt() == null
                ? "Canaries go first: " + count + "."
                : "Canaries go first: "
                        + count
                        + " and soak until "
                        + time(reason.soakedAt())
                        + ".";
    }

    private static String halt(String why, HaltRule.@Nullable Crossed crossed) {
        return crossed == null ? why : crossed.sentence();
    }

    private static String about(Reason.RampNotReached reason) {
        if (!reason.ever()) {
            return "this ramp ends before it.";
        }
        return reason.about() == null
                ? "when it will is open, because its time stands."
                : "it will about " + time(reason.about()) + ".";
    }

    private static String because(String why) {
        String said = why.strip();
        if (said.isEmpty()) {
            return ".";
        }
        return ": " + said + (said.endsWith(".") ? "" : ".");
    }

    private static String stage(Standing.Stage stage) {
        return switch (stage) {
            case GRANTED -> "granted";
            case DOWNLOADING -> "downloading";
            case DOWNLOADED -> "downloaded";
            case INSTALLED -> "installed, waits for its reboot";
        };
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", part * 100);
    }

    /** {@code 1 d 2 h}, {@code 15 min}: the largest units that say it whole. */
    private static String length(Duration duration) {
        StringBuilder words = new StringBuilder();
        append(words, duration.toDaysPart(), "d");
        append(words, duration.toHoursPart(), "h");
        append(words, duration.toMinutesPart(), "min");
        append(words, duration.toSecondsPart(), "s");
        return words.toString();
    }

    private static void append(StringBuilder words, long count, String unit) {
        if (count > 0) {
            words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
        }
    }
}
