package dev.platte.client.agent;

import dev.platte.client.agent.Outcome.Answered;
import dev.platte.client.agent.Outcome.Asked;
import dev.platte.client.agent.Outcome.Worked;
import dev.platte.client.agent.State.Checking;
import dev.platte.client.agent.State.Deferred;
import dev.platte.client.agent.State.Downloading;
import dev.platte.client.agent.State.Finalizing;
import dev.platte.client.agent.State.Idle;
import dev.platte.client.agent.State.NeedReboot;
import dev.platte.client.agent.State.Offered;
import dev.platte.client.agent.State.Release;
import dev.platte.client.agent.State.Reporting;
import dev.platte.client.agent.State.Resting;
import dev.platte.client.agent.State.Verifying;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of the transition table: a state and what happened in it. {@link #next} is the whole
 * table; the impossible rows are listed one by one, so that a new state or outcome stops the build.
 */
record Step(State state, Outcome outcome) {

    /**
     * The state that follows.
     *
     * @throws IllegalStateException the outcome cannot happen in that state
     */
    static State next(State state, Outcome outcome) {
        return switch (new Step(state, outcome)) {
            case Step(Idle _, Outcome.Began(Optional<Release> waiting)) -> resting(waiting);

            case Step(NeedReboot(Release waiting), Outcome.CheckDue(InstallSource source)) ->
                    new Checking(source, Optional.of(waiting));
            case Step(Idle _, Outcome.CheckDue(InstallSource source)) -> check(source);
            case Step(State.HeldBack _, Outcome.CheckDue(InstallSource source)) -> check(source);
            case Step(State.Throttled _, Outcome.CheckDue(InstallSource source)) -> check(source);
            case Step(Deferred _, Outcome.CheckDue(InstallSource source)) -> check(source);

            // While something waits for the reboot, only something to install changes that.
            case Step(Checking(_, Optional<Release> waiting), Outcome.NothingOffered _) ->
                    resting(waiting);
            case Step(Checking(_, Optional<Release> waiting), Outcome.HeldBack(String why)) ->
                    or(waiting, new State.HeldBack(why));
            case Step(
                            Checking(_, Optional<Release> waiting),
                            Outcome.Throttled(String why, Instant until)) ->
                    or(waiting, new State.Throttled(why, until));
            case Step(
                            Checking(_, Optional<Release> waiting),
                            Outcome.OfferLeft(Offer offer, String why)) ->
                    or(waiting, new Deferred(offer, why, Optional.empty()));
            case Step(
                            Checking(_, Optional<Release> waiting),
                            Outcome.OfferDeclined(
                                    Offer offer,
                                    Failure why,
                                    Optional<Instant> until)) ->
                    waiting.isPresent()
                            ? new NeedReboot(waiting.get())
                            : new Reporting(why, new Deferred(offer, why.reason(), until));
            // An error event now would end the update that waits, in the eyes of the server.
            case Step(Checking(_, Optional<Release> waiting), Outcome.Failed(Failure failure)) ->
                    waiting.isPresent()
                            ? new NeedReboot(waiting.get())
                            : new Reporting(failure, new Idle());
            case Step(Checking(_, Optional<Release> waiting), Outcome.OfferTaken(Offer offer)) ->
                    new Offered(offer, waiting);

            case Step(Offered(Offer offer, Optional<Release> waiting), Outcome.Prepared(long at)) ->
                    new Downloading(offer, at, waiting);
            case Step(
                            Downloading(Offer offer, _, Optional<Release> waiting),
                            Outcome.Received(long bytes)) ->
                    new Downloading(offer, bytes, waiting);
            case Step(Downloading(Offer offer, long received, _), Outcome.GivenUp _) ->
                    new Downloading(offer, received, Optional.empty());
            case Step(Downloading(Offer offer, _, _), Outcome.PayloadApplied _) ->
                    new Verifying(offer);
            case Step(Verifying(Offer offer), Outcome.SlotVerified _) -> new Finalizing(offer);
            case Step(Finalizing(Offer offer), Outcome.Flipped _) ->
                    new NeedReboot(Release.of(offer));
            case Step(Reporting(_, Resting then), Outcome.Reported _) -> then;

            // Whoever did not give up the slot yet still has what waits in it.
            case Step(Offered(_, Optional<Release> waiting), Outcome.Failed(Failure failure)) ->
                    new Reporting(failure, resting(waiting));
            case Step(
                            Downloading(_, _, Optional<Release> waiting),
                            Outcome.Failed(Failure failure)) ->
                    new Reporting(failure, resting(waiting));
            case Step(Verifying _, Outcome.Failed(Failure failure)) ->
                    new Reporting(failure, new Idle());
            case Step(Finalizing _, Outcome.Failed(Failure failure)) ->
                    new Reporting(failure, new Idle());

            case Step(Idle _, Outcome.Reset _) -> new Idle();
            case Step(State.HeldBack _, Outcome.Reset _) -> new Idle();
            case Step(State.Throttled _, Outcome.Reset _) -> new Idle();
            case Step(Deferred _, Outcome.Reset _) -> new Idle();
            case Step(NeedReboot _, Outcome.Reset _) -> new Idle();

            case Step(Idle _, Outcome.RolledBack(Release to)) -> new NeedReboot(to);
            case Step(State.HeldBack _, Outcome.RolledBack(Release to)) -> new NeedReboot(to);
            case Step(State.Throttled _, Outcome.RolledBack(Release to)) -> new NeedReboot(to);
            case Step(Deferred _, Outcome.RolledBack(Release to)) -> new NeedReboot(to);

            // Until the flip the slot is not bootable, so that Idle is the truth after an end.
            case Step(Resting resting, Outcome.Stopped _) -> resting;
            case Step(Checking(_, Optional<Release> waiting), Outcome.Stopped _) ->
                    resting(waiting);
            case Step(Offered(_, Optional<Release> waiting), Outcome.Stopped _) -> resting(waiting);
            case Step(Downloading(_, _, Optional<Release> waiting), Outcome.Stopped _) ->
                    resting(waiting);
            case Step(Verifying _, Outcome.Stopped _) -> new Idle();
            case Step(Finalizing _, Outcome.Stopped _) -> new Idle();
            case Step(Reporting(_, Resting then), Outcome.Stopped _) -> then;

            // What cannot happen. Requests that a state does not take are refused before they get
            // here; all others would be faults of the loop.
            case Step(State.HeldBack _, Outcome.Began _),
                    Step(State.Throttled _, Outcome.Began _),
                    Step(Deferred _, Outcome.Began _),
                    Step(NeedReboot _, Outcome.Began _),
                    Step(NeedReboot _, Outcome.RolledBack _),
                    Step(Resting _, Answered _),
                    Step(Resting _, Worked _),
                    Step(Resting _, Outcome.Failed _),
                    Step(Resting _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Checking _, Outcome.Began _),
                    Step(Checking _, Asked _),
                    Step(Checking _, Worked _),
                    Step(Checking _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Offered _, Outcome.Began _),
                    Step(Offered _, Asked _),
                    Step(Offered _, Answered _),
                    Step(Offered _, Outcome.Received _),
                    Step(Offered _, Outcome.GivenUp _),
                    Step(Offered _, Outcome.PayloadApplied _),
                    Step(Offered _, Outcome.SlotVerified _),
                    Step(Offered _, Outcome.Flipped _),
                    Step(Offered _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Downloading _, Outcome.Began _),
                    Step(Downloading _, Asked _),
                    Step(Downloading _, Answered _),
                    Step(Downloading _, Outcome.Prepared _),
                    Step(Downloading _, Outcome.SlotVerified _),
                    Step(Downloading _, Outcome.Flipped _),
                    Step(Downloading _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Verifying _, Outcome.Began _),
                    Step(Verifying _, Asked _),
                    Step(Verifying _, Answered _),
                    Step(Verifying _, Outcome.Prepared _),
                    Step(Verifying _, Outcome.Received _),
                    Step(Verifying _, Outcome.GivenUp _),
                    Step(Verifying _, Outcome.PayloadApplied _),
                    Step(Verifying _, Outcome.Flipped _),
                    Step(Verifying _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Finalizing _, Outcome.Began _),
                    Step(Finalizing _, Asked _),
                    Step(Finalizing _, Answered _),
                    Step(Finalizing _, Outcome.Prepared _),
                    Step(Finalizing _, Outcome.Received _),
                    Step(Finalizing _, Outcome.GivenUp _),
                    Step(Finalizing _, Outcome.PayloadApplied _),
                    Step(Finalizing _, Outcome.SlotVerified _),
                    Step(Finalizing _, Outcome.Reported _) ->
                    throw impossible(state, outcome);
            case Step(Reporting _, Outcome.Began _),
                    Step(Reporting _, Asked _),
                    Step(Reporting _, Answered _),
                    Step(Reporting _, Worked _),
                    Step(Reporting _, Outcome.Failed _) ->
                    throw impossible(state, outcome);
        };
    }

    private static Checking check(InstallSource source) {
        return new Checking(source, Optional.empty());
    }

    private static Resting resting(Optional<Release> waiting) {
        return or(waiting, new Idle());
    }

    private static Resting or(Optional<Release> waiting, Resting otherwise) {
        return waiting.<Resting>map(NeedReboot::new).orElse(otherwise);
    }

    private static IllegalStateException impossible(State state, Outcome outcome) {
        return new IllegalStateException(
                "%s cannot follow on %s"
                        .formatted(
                                outcome.getClass().getSimpleName(),
                                state.getClass().getSimpleName()));
    }
}
