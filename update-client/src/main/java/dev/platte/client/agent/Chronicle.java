package dev.platte.client.agent;

import dev.platte.client.agent.Situation.Checks;
import dev.platte.client.agent.Situation.LastError;
import dev.platte.client.agent.Situation.Now;
import dev.platte.client.agent.Situation.Reboot;
import dev.platte.client.agent.Situation.Update;
import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps the situation in step with the states, in memory, on the disk and before the watcher. The
 * disk is a courtesy: one that is full or cannot be written stops nothing here.
 */
final class Chronicle {
    private static final Logger LOG = System.getLogger(Chronicle.class.getName());

    /** update_engine's OmahaRequestError: the request could not even be made. */
    private static final ErrorCode UNASKED = ErrorCode.of(2);

    private final StateDir directory;
    private final InstantSource clock;
    private final Watcher watcher;

    private volatile Situation situation;
    private State state = new State.Idle();
    private Reboot reboot;
    private Rate rate = Rate.NONE;
    private String unwritable = "";

    /** How fast a download comes: bytes at the moment it began or went on, and that moment. */
    private record Rate(long bytes, Duration at) {
        static final Rate NONE = new Rate(0, Duration.ZERO);

        long since(long received, Duration now) {
            long millis = now.minus(at).toMillis();
            return millis < 1 ? 0 : Math.max(0, (received - bytes) * 1000 / millis);
        }
    }

    Chronicle(StateDir directory, InstantSource clock, Watcher watcher) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.watcher = watcher;
        this.situation =
                SituationFields.saved(directory).orElseGet(() -> Situation.first(clock.instant()));
        this.reboot = situation.reboot().unattended();
    }

    Situation situation() {
        return situation;
    }

    /** One row of the table happened. */
    synchronized void moved(State from, Outcome outcome, State to, Duration elapsed) {
        Instant now = clock.instant();
        state = to;
        String phase = Words.phase(to);
        boolean same = phase.equals(situation.now().phase()) && from.getClass() == to.getClass();
        Situation before = situation;
        situation =
                new Situation(
                        new Now(
                                to.status(),
                                phase,
                                same ? before.now().since() : now,
                                Words.reason(to, outcome).orElse(before.now().reason())),
                        before.checks(),
                        update(from, to, elapsed),
                        error(outcome, now),
                        Words.next(to, before.checks().next(), reboot.words()),
                        reboot);
        if (!(outcome instanceof Outcome.Received)) {
            write();
        }
        watcher.changed(to, situation);
    }

    void progressed(long received, long total) {
        watcher.progressed(received, total);
    }

    /** The server answered: a failure to reach it is over. */
    synchronized void checked() {
        Situation now =
                situation.withChecks(
                        new Checks(Optional.of(clock.instant()), situation.checks().next()));
        boolean ofCheck = now.lastError().map(e -> e.failure().isOfCheck()).orElse(false);
        tell(ofCheck ? now.withoutError() : now);
    }

    /** When the timer asks next; that follows the clock when somebody sets it. */
    synchronized void nextCheck(Instant at) {
        boolean known =
                situation
                        .checks()
                        .next()
                        .filter(next -> Duration.between(next, at).abs().toMillis() < 1000)
                        .isPresent();
        if (known) {
            return;
        }
        Checks checks = new Checks(situation.checks().last(), Optional.of(at));
        String next = Words.next(state, Optional.of(at), reboot.words());
        tell(situation.withChecks(checks).withNext(next, reboot));
    }

    /** What whoever reboots this host is up to. */
    synchronized void rebootPlan(Reboot plan) {
        reboot = plan;
        tell(situation.withNext(Words.next(state, situation.checks().next(), plan.words()), plan));
    }

    /** Nothing is even tried, and why; what is odd about the settings is an error, too. */
    synchronized void cannot(String why, boolean error) {
        Instant at = clock.instant();
        Now now = situation.now();
        boolean same = now.reason().equals(why);
        tell(
                new Situation(
                        new Now(now.status(), now.phase(), same ? now.since() : at, why),
                        situation.checks(),
                        situation.update(),
                        error
                                ? Optional.of(new LastError(new Failure(UNASKED, why), at))
                                : situation.lastError(),
                        situation.next(),
                        reboot));
    }

    private void tell(Situation changed) {
        if (!changed.equals(situation)) {
            situation = changed;
            write();
            watcher.changed(state, changed);
        }
    }

    private void write() {
        try {
            SituationFields.save(situation, directory);
            unwritable = "";
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(unwritable)) {
                LOG.log(Level.WARNING, "the state cannot be written: {0}", why);
            }
            unwritable = why;
        }
    }

    private Optional<LastError> error(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Failed(Failure failure) -> Optional.of(new LastError(failure, now));
            case Outcome.Flipped _, Outcome.Reset _ -> Optional.empty();
            case Outcome.OfferDeclined _,
                    Outcome.Began _,
                    Outcome.CheckDue _,
                    Outcome.NothingOffered _,
                    Outcome.HeldBack _,
                    Outcome.Throttled _,
                    Outcome.OfferTaken _,
                    Outcome.OfferLeft _,
                    Outcome.Prepared _,
                    Outcome.Received _,
                    Outcome.GivenUp _,
                    Outcome.PayloadApplied _,
                    Outcome.SlotVerified _,
                    Outcome.Reported _,
                    Outcome.RolledBack _,
                    Outcome.Stopped _ ->
                    situation.lastError();
        };
    }

    private Update update(State from, State to, Duration elapsed) {
        return switch (to) {
            case State.Idle(), State.HeldBack _, State.Throttled _ -> Update.NONE;
            case State.Checking(_, Optional<Release> waiting) ->
                    waiting.map(Chronicle::shown).orElse(Update.NONE);
            case State.Reporting _ -> situation.update();
            case State.Deferred(Offer offer, _, _) -> shown(offer, 0, 0);
            case State.Offered(Offer offer, _) -> shown(offer, 0, 0);
            case State.Downloading(Offer offer, long received, _) -> {
                if (!(from instanceof State.Downloading(_, long before, _)) || received < before) {
                    rate = new Rate(received, elapsed);
                }
                yield shown(offer, (double) received / offer.size(), rate.since(received, elapsed));
            }
            case State.Verifying(Offer offer) -> shown(offer, 1, 0);
            case State.Finalizing(Offer offer) -> shown(offer, 1, 0);
            case State.NeedReboot(Release release) -> shown(release);
        };
    }

    private static Update shown(Release release) {
        String version = release.version().isEmpty() ? Update.NONE.version() : release.version();
        return new Update(version, release.size(), 0, 0);
    }

    private static Update shown(Offer offer, double progress, long bytesPerSecond) {
        String version = offer.version().isEmpty() ? Update.NONE.version() : offer.version();
        return new Update(version, offer.size(), progress, bytesPerSecond);
    }
}
