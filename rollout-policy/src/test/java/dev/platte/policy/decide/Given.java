package dev.platte.policy.decide;

import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.value.VersionPrefix;
import dev.platte.policy.decide.Host.Wishes;
import dev.platte.policy.decide.Rollout.Canaries;
import dev.platte.policy.decide.Rollout.Pace;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts in the words of a test: a host at 1.0.0, nothing rolled out, Sunday noon. */
final class Given {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** Mondays from 1 to 2: closed at {@link #NOON}. */
    static final Windows MONDAY_NIGHT =
            new Windows(
                    ZoneOffset.UTC,
                    List.of(
                            new Windows.Weekly(
                                    Set.of(DayOfWeek.MONDAY),
                                    LocalTime.of(1, 0),
                                    LocalTime.of(2, 0))),
                    List.of());

    private String version = "1.0.0";
    private Wishes wishes = Wishes.NONE;
    private boolean canary;
    private Host.@Nullable Hold hold;
    private @Nullable String paused;
    private Windows windows = Windows.ALWAYS;
    private boolean forcedPasses;
    private @Nullable Rollout rolling;
    private @Nullable Rollout stable;
    private final List<Facts.Floor> floors = new ArrayList<>();
    private final List<Facts.Withdrawn> withdrawn = new ArrayList<>();

    static Given host(String version) {
        Given given = new Given();
        given.version = version;
        return given;
    }

    static Release release(String version) {
        return new Release("package-" + version, ReadableVersion.of(version));
    }

    /** A running rollout without ramp, limits and canaries. */
    static Rollout to(String version) {
        return new Rollout(
                "to-" + version,
                release(version),
                new Rollout.Running(),
                Pace.INSTANT,
                EffectiveTime.startedAt(NOON),
                false);
    }

    static Rollout state(Rollout rollout, Rollout.State state) {
        return new Rollout(
                rollout.id(),
                rollout.target(),
                state,
                rollout.pace(),
                rollout.time(),
                rollout.offersDowngrade());
    }

    static Rollout pace(Rollout rollout, Ramp ramp, Limits limits, Canaries canaries) {
        return new Rollout(
                rollout.id(),
                rollout.target(),
                rollout.state(),
                new Pace(ramp, limits, canaries),
                rollout.time(),
                rollout.offersDowngrade());
    }

    /** Nobody is admitted, ever. */
    static Rollout shut(Rollout rollout) {
        return pace(rollout, Ramp.fixed(Share.NONE), Limits.NONE, Canaries.NONE);
    }

    static Rollout limited(Rollout rollout, Limits limits) {
        return pace(rollout, Ramp.INSTANT, limits, Canaries.NONE);
    }

    static Rollout downgrading(Rollout rollout) {
        return new Rollout(
                rollout.id(),
                rollout.target(),
                rollout.state(),
                rollout.pace(),
                rollout.time(),
                true);
    }

    Given rolling(Rollout rollout) {
        rolling = rollout;
        return this;
    }

    Given stable(String version) {
        return stable(state(to(version), new Rollout.Completed()));
    }

    Given stable(Rollout rollout) {
        stable = rollout;
        return this;
    }

    Given floor(String version) {
        floors.add(new Facts.Floor(release(version), "new bootloader"));
        return this;
    }

    Given withdrawn(String version) {
        withdrawn.add(new Facts.Withdrawn(ReadableVersion.of(version), "eats disks"));
        return this;
    }

    Given paused() {
        paused = "incident 12";
        return this;
    }

    Given windows(Windows weekly) {
        windows = weekly;
        return this;
    }

    Given canary() {
        canary = true;
        return this;
    }

    Given forced(boolean passes) {
        forcedPasses = passes;
        return wishes(new Wishes(true, false, false, false, null));
    }

    Given prefix(String prefix) {
        return wishes(new Wishes(false, false, false, false, new VersionPrefix(prefix)));
    }

    Given wishes(Wishes said) {
        wishes = said;
        return this;
    }

    Given hold(Host.Hold order) {
        hold = order;
        return this;
    }

    Facts facts() {
        return at(NOON);
    }

    Facts at(Instant now) {
        return new Facts(
                new Host(
                        new MachineId("abce671d61774703ac7be60715220bfe"),
                        Version.of(version),
                        Architecture.AMD64,
                        wishes,
                        canary,
                        hold),
                new Facts.Group("web", paused, windows, forcedPasses),
                rolling,
                stable,
                new Facts.Catalogue(floors, withdrawn),
                now);
    }
}
