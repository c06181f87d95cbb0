package dev.platte.client.agent;

import dev.platte.client.agent.Outcome.Flipped;
import dev.platte.client.agent.Situation.LastError;
import dev.platte.client.agent.Situation.Update;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Keeps the situation in step with the states, in memory, on the disk and before the watcher. */
final class Chronicle {
    private final StateDir state;
    private final InstantSource clock;
    private final Watcher watcher;
    private Situation situation;

    Chronicle(StateDir state, InstantSource clock, Watcher watcher) throws IOException {
        this.state = state;
        this.clock = clock;
        this.watcher = watcher;
        this.situation = Situation.read(state).orElseGet(() -> Situation.first(clock.instant()));
    }

    Situation situation() {
        return situation;
    }

    /** One row of the table happened. */
    void moved(State from, Outcome outcome, State to) throws IOException {
        Instant now = clock.instant();
        boolean same = from.getClass() == to.getClass() && to.status().equals(situation.status());
        situation =
                new Situation(
                        to.status(),
                        same ? situation.since() : now,
                        reason(to, outcome).orElse(situation.reason()),
                        situation.lastChecked(),
                        update(to),
                        error(outcome, now),
                        situation.nextCheck());
        situation.write(state);
        watcher.changed(to, situation);
    }

    void progressed(long received, long total) {
        watcher.progressed(received, total);
    }

    /** The server answered: a failure to reach it is over. */
    void checked() throws IOException {
        Situation now = situation.checked(clock.instant());
        boolean ofCheck = now.lastError().map(e -> isOfCheck(e.failure())).orElse(false);
        situation =
                ofCheck
                        ? new Situation(
                                now.status(),
                                now.since(),
                                now.reason(),
                                now.lastChecked(),
                                now.update(),
                                Optional.empty(),
                                now.nextCheck())
                        : now;
        situation.write(state);
    }

    void nextCheck(Instant at) throws IOException {
        situation = situation.withNextCheck(at);
        situation.write(state);
    }

    private static boolean isOfCheck(Failure failure) {
        return switch (failure.code().code()) {
            case 30, 31, 34 -> true;
            default -> failure.code().code() >= 2000;
        };
    }

    private Optional<LastError> error(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Failed(Failure failure) -> Optional.of(new LastError(failure, now));
            case Outcome.OfferDeclined(Failure why) -> Optional.of(new LastError(why, now));
            case Flipped _ -> Optional.empty();
            case Outcome.CheckDue _,
                    Outcome.NothingOffered _,
                    Outcome.OfferTaken _,
                    Outcome.Prepared _,
                    Outcome.Received _,
                    Outcome.PayloadApplied _,
                    Outcome.SlotVerified _,
                    Outcome.Reported _,
                    Outcome.Stopped _,
                    Outcome.Began _ ->
                    situation.lastError();
        };
    }

    /** Why this state; empty where the reason of the state before still holds. */
    private static Optional<String> reason(State to, Outcome outcome) {
        return switch (outcome) {
            case Outcome.NothingOffered(String why) -> Optional.of(why);
            case Outcome.Stopped _ ->
                    Optional.of("the process was told to end while it was at work");
            case Outcome.Failed(Failure failure) -> Optional.of(failure.reason());
            case Outcome.OfferDeclined(Failure why) -> Optional.of(why.reason());
            case Outcome.Reported _ -> Optional.empty();
            case Outcome.Began(Optional<State.Release> waiting) when waiting.isEmpty() ->
                    Optional.empty();
            case Outcome.Began _,
                    Flipped _,
                    Outcome.CheckDue _,
                    Outcome.OfferTaken _,
                    Outcome.Prepared _,
                    Outcome.Received _,
                    Outcome.PayloadApplied _,
                    Outcome.SlotVerified _ ->
                    Optional.of(doing(to));
        };
    }

    private static String doing(State state) {
        return switch (state) {
            case State.Idle() -> "nothing to do";
            case State.Checking _ -> "asking the server";
            case State.Offered(Offer offer) -> offer.name() + " is offered";
            case State.Downloading(Offer offer, long _) -> "installing " + offer.name();
            case State.Verifying(Offer offer) -> "reading " + offer.name() + " back from the disk";
            case State.Finalizing(Offer offer) -> "making " + offer.name() + " the next to boot";
            case State.NeedReboot(State.Release release) ->
                    "%s is installed and waits for a reboot".formatted(release.version());
            case State.Reporting _ -> "telling the server";
        };
    }

    private Update update(State to) {
        return switch (to) {
            case State.Idle(), State.Checking _ -> Update.NONE;
            case State.Reporting _ -> situation.update();
            case State.Offered(Offer offer) -> shown(offer, 0);
            case State.Downloading(Offer offer, long received) ->
                    shown(offer, (double) received / offer.size());
            case State.Verifying(Offer offer) -> shown(offer, 1);
            case State.Finalizing(Offer offer) -> shown(offer, 1);
            case State.NeedReboot(State.Release release) ->
                    new Update(release.version(), release.size(), 0);
        };
    }

    private static Update shown(Offer offer, double progress) {
        String version = offer.version().isEmpty() ? Update.NONE.version() : offer.version();
        return new Update(version, offer.size(), progress);
    }
}
