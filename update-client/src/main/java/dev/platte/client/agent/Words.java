package dev.platte.client.agent;

import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the states mean, for people. */
final class Words {
    private Words() {}

    /** Our own name for a state, finer than update_engine's. */
    static String phase(State state) {
        return switch (state) {
            case State.Idle() -> "idle";
            case State.HeldBack _ -> "held-back";
            case State.Throttled _ -> "throttled";
            case State.Deferred _ -> "deferred";
            case State.Checking _ -> "checking";
            case State.Offered _ -> "offered";
            case State.Downloading _ -> "downloading";
            case State.Verifying _ -> "verifying";
            case State.Finalizing _ -> "finalizing";
            case State.NeedReboot _ -> "need-reboot";
            case State.Reporting _ -> "reporting";
        };
    }

    /** Why this state; empty where the reason of the state before still holds. */
    static Optional<String> reason(State to, Outcome outcome) {
        return switch (outcome) {
            case Outcome.NothingOffered(String why) ->
                    Optional.of(to instanceof State.NeedReboot ? doing(to) : why);
            case Outcome.Stopped _ ->
                    Optional.of(
                            to instanceof State.Idle
                                    ? "the process was told to end while it was at work"
                                    : doing(to));
            case Outcome.Failed(Failure failure) when to instanceof State.Reporting ->
                    Optional.of(failure.reason());
            case Outcome.Reported _ when to instanceof State.Idle -> Optional.empty();
            case Outcome.OfferDeclined(Offer _, Failure why, Optional<Instant> _)
                    when to instanceof State.Reporting ->
                    Optional.of(why.reason());
            case Outcome.Received _ -> Optional.empty();
            case Outcome.Prepared(long at)
                    when at > 0 && to instanceof State.Downloading(Offer offer, _, _) ->
                    Optional.of("going on with %s at byte %d".formatted(offer.name(), at));
            case Outcome.Reset _ -> Optional.of("a person had everything undone and forgotten");
            case Outcome.Failed _,
                    Outcome.OfferDeclined _,
                    Outcome.Reported _,
                    Outcome.Began _,
                    Outcome.CheckDue _,
                    Outcome.HeldBack _,
                    Outcome.Throttled _,
                    Outcome.OfferTaken _,
                    Outcome.OfferLeft _,
                    Outcome.Prepared _,
                    Outcome.GivenUp _,
                    Outcome.PayloadApplied _,
                    Outcome.SlotVerified _,
                    Outcome.Flipped _,
                    Outcome.RolledBack _ ->
                    Optional.of(doing(to));
        };
    }

    private static String doing(State state) {
        return switch (state) {
            case State.Idle() -> "nothing to do";
            case State.HeldBack(String why) -> why;
            case State.Throttled(String why, Instant _) -> why;
            case State.Deferred(Offer _, String why, Optional<Instant> _) -> why;
            case State.Checking _ -> "asking the server";
            case State.Offered(Offer offer, Optional<Release> waiting) ->
                    offer.name() + " is offered" + instead(waiting);
            case State.Downloading(Offer offer, long _, Optional<Release> waiting) ->
                    "installing " + offer.name() + instead(waiting);
            case State.Verifying(Offer offer) -> "reading " + offer.name() + " back from the disk";
            case State.Finalizing(Offer offer) -> "making " + offer.name() + " the next to boot";
            case State.NeedReboot(Release release) ->
                    release.name() + " is installed and waits for a reboot";
            case State.Reporting _ -> "telling the server";
        };
    }

    private static String instead(Optional<Release> waiting) {
        return waiting.map(release -> " instead of " + release.name()).orElse("");
    }

    /**
     * What comes after that state.
     *
     * @param check the next one by the timer; empty while no daemon runs
     * @param reboot the plan of whoever reboots this host; empty without one
     */
    static String next(State state, Optional<Instant> check, String reboot) {
        return switch (state) {
            // After a reboot, its slot has still to go back.
            case State.Idle() -> reboot.isEmpty() ? checks(check) : reboot + "; " + checks(check);
            case State.HeldBack _ -> "the server is asked again: " + checks(check);
            case State.Throttled(String _, Instant until) ->
                    "the server is left alone until " + shown(until) + ": " + checks(check);
            case State.Deferred(Offer offer, String _, Optional<Instant> until) ->
                    until.map(
                                    at ->
                                            "%s is taken from %s on: %s"
                                                    .formatted(
                                                            offer.name(), shown(at), checks(check)))
                            .orElse("waits for another offer: " + checks(check));
            case State.Checking _ -> "the server's answer";
            case State.Offered _ -> "the download";
            case State.Downloading _ -> "the slot is read back";
            case State.Verifying _ -> "the slot becomes the next to boot";
            case State.Finalizing _ -> "a reboot";
            case State.NeedReboot _ -> reboot.isEmpty() ? "a reboot" : reboot;
            case State.Reporting(Failure _, State.Resting then) ->
                    then instanceof State.NeedReboot ? "a reboot" : checks(check);
        };
    }

    private static String checks(Optional<Instant> check) {
        return check.map(at -> "a check at " + shown(at))
                .orElse("a check when somebody asks for it; no daemon runs");
    }

    private static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
