package dev.platte.ctl.simulate;

import dev.platte.ctl.simulate.Scenario.Habits;
import dev.platte.ctl.simulate.Scenario.Mishap;
import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.Host;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Os;
import dev.platte.omaha.request.Updater;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One host with a life of its own, as update_engine leads it: it polls, downloads, reports, waits
 * for its reboot and comes back; or it meets a mishap.
 */
final class VirtualHost {
    /** update_engine's bounds of what a server may ask for (update_check_scheduler.cc). */
    private static final Duration SHORTEST = Duration.ofMinutes(45);

    private static final Duration LONGEST = Duration.ofHours(4);
    private static final Duration SILENCE = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** update_engine's first check after a boot. */
    private static final Duration AFTER_BOOT = Duration.ofMinutes(7);

    private static final int SLOWER = 10;
    private static final Updater UPDATER = Updater.of("update_engine-0.4.10");

    private final Scenario scenario;
    private final String track;
    private final MachineId id;
    private final SplittableRandom random;
    private final double clock;
    private final Surroundings around;
    private Version version;
    private Version cameFrom = Version.NONE;
    private BootId boot;
    private Stage stage = Stage.IDLE;
    private boolean certain;

    /** What all hosts share. */
    record Surroundings(World world, Wire wire, Census census, Grants grants) {}

    VirtualHost(Scenario scenario, int number, String track, Surroundings around) {
        this.scenario = scenario;
        this.track = track;
        this.id = new MachineId("%s%07d".formatted(scenario.idPrefix(), number));
        this.random = new SplittableRandom(scenario.seed() * 0x9E3779B97F4A7C15L + number);
        double skew = scenario.habits().skew();
        this.clock = skew == 0 ? 1 : random.nextDouble(1 - skew, 1 + skew);
        this.around = around;
        this.version = Version.of(scenario.crowd().version());
        this.boot = newBoot();
        around.census().born(stage, version.text());
    }

    String id() {
        return id.text();
    }

    String track() {
        return track;
    }

    /** What the server must know that it runs; empty: it was not acknowledged yet. */
    Optional<String> known() {
        return certain ? Optional.of(version.text()) : Optional.empty();
    }

    /** Until the world ends. */
    void live() throws InterruptedException {
        Duration interval = scenario.habits().pollInterval();
        // The fleet is not born in one instant.
        pass(scaled(interval, random.nextDouble()));
        while (!around.world().isOver()) {
            BootId before = boot;
            Optional<Wire.Heard> heard = say(Asks.updateCheck(Event.rebooted(cameFrom)));
            if (heard.isPresent()) {
                cameFrom = Version.of("");
                UpdateAnswer answer = heard.get().app().updateCheck().orElse(null);
                if (answer instanceof UpdateAnswer.Offer offer) {
                    update(offer, heard.get().sentAt());
                }
                interval = answer == null ? interval : asked(answer).orElse(interval);
            }
            Duration next = boot.equals(before) ? interval : AFTER_BOOT;
            pass(heard.isPresent() ? fuzzed(next) : fuzzed(AGAIN));
        }
    }

    /** Within the bounds that update_engine keeps. */
    private static Optional<Duration> asked(UpdateAnswer answer) {
        return answer.pollInterval()
                .map(wish -> wish.compareTo(SHORTEST) < 0 ? SHORTEST : wish)
                .map(wish -> wish.compareTo(LONGEST) > 0 ? LONGEST : wish);
    }

    private void update(UpdateAnswer.Offer offer, long askedAt) throws InterruptedException {
        String target = offer.manifest().version().text();
        Mishap mishap = scenario.mishaps().at(random.nextDouble());
        around.census().offered();
        Duration takes = fuzzed(scenario.habits().download());
        Duration download = mishap == Mishap.IS_SLOW ? takes.multipliedBy(SLOWER) : takes;
        around.grants().granted(track, target, id.text(), askedAt);
        move(Stage.DOWNLOADING);
        tell(Event.downloadStarted());
        boolean there = download(offer, download);
        if (!there || mishap == Mishap.FAILS) {
            fail(Event.failed(ErrorCode.of(scenario.mishaps().errorCode())), target);
            return;
        }
        tell(Event.downloadFinished());
        around.grants().released(track, target, id.text());
        tell(Event.installed());
        move(Stage.WAITING);
        awaitReboot();
        reboot(mishap, offer.manifest().version());
    }

    private boolean download(UpdateAnswer.Offer offer, Duration takes) throws InterruptedException {
        if (scenario.habits().real()) {
            return around.wire().fetch(offer);
        }
        pass(takes);
        return true;
    }

    private void fail(Event event, String target) throws InterruptedException {
        around.grants().released(track, target, id.text());
        tell(event);
        around.census().failed();
        move(Stage.HURT);
    }

    /** As update_engine does while it waits: it only says that it is there. */
    private void awaitReboot() throws InterruptedException {
        Habits habits = scenario.habits();
        Duration left = fuzzed(habits.reboot());
        while (left.compareTo(habits.pollInterval()) > 0 && !around.world().isOver()) {
            pass(habits.pollInterval());
            left = left.minus(habits.pollInterval());
            say(Asks.pingOnly());
        }
        pass(left);
    }

    private void reboot(Mishap mishap, Version target) throws InterruptedException {
        if (around.world().isOver()) {
            return;
        }
        boot = newBoot();
        switch (mishap) {
            case FALLS_BACK -> {
                around.census().failed();
                move(Stage.HURT);
            }
            case GOES_SILENT -> {
                move(Stage.SILENT);
                pass(SILENCE);
                move(Stage.HURT);
            }
            case NONE, IS_SLOW, FAILS -> {
                around.census().updated(version.text(), target.text());
                cameFrom = version;
                version = target;
                certain = false;
                move(Stage.IDLE);
            }
        }
    }

    /** Until it is acknowledged. */
    private void tell(Event event) throws InterruptedException {
        while (say(Asks.eventOnly(event)).isEmpty() && !around.world().isOver()) {
            pass(fuzzed(AGAIN));
        }
    }

    private Optional<Wire.Heard> say(Asks asks) throws InterruptedException {
        Optional<Wire.Heard> heard = around.wire().ask(request(asks));
        certain |= heard.isPresent();
        return heard;
    }

    private OmahaRequest request(Asks asks) {
        boolean arm = scenario.crowd().arch().equals("arm64");
        Host host =
                new Host(
                        Optional.of(id),
                        id.text() + ".example",
                        Optional.of(boot),
                        Host.Oem.NONE,
                        Optional.of(Version.of(scenario.crowd().version())),
                        new Host.Hardware(arm ? "arm64-usr" : "amd64-usr", ""));
        return OmahaRequest.of(
                UPDATER,
                InstallSource.SCHEDULER,
                Os.coreOs(version.text(), arm ? "aarch64" : "x86_64"),
                AppRequest.of(
                        new AppId(scenario.crowd().appId()),
                        version,
                        new Track(track),
                        host,
                        asks));
    }

    private void move(Stage to) {
        around.census().moved(stage, to);
        stage = to;
    }

    private BootId newBoot() {
        return new BootId("{" + new UUID(random.nextLong(), random.nextLong()) + "}");
    }

    /** As update_engine fuzzes: up to a tenth more or less. */
    private Duration fuzzed(Duration duration) {
        return scaled(duration, random.nextDouble(0.9, 1.1));
    }

    private void pass(Duration duration) {
        around.world().pass(scaled(duration, clock));
    }

    private static Duration scaled(Duration duration, double times) {
        return Duration.ofNanos((long) (duration.toNanos() * times));
    }
}
