package dev.platte.client.agent;

import dev.platte.client.agent.Outcome.Began;
import dev.platte.client.agent.Outcome.CheckDue;
import dev.platte.client.agent.Outcome.Failed;
import dev.platte.client.agent.Outcome.Flipped;
import dev.platte.client.agent.Outcome.NothingOffered;
import dev.platte.client.agent.Outcome.OfferDeclined;
import dev.platte.client.agent.Outcome.OfferTaken;
import dev.platte.client.agent.Outcome.PayloadApplied;
import dev.platte.client.agent.Outcome.Prepared;
import dev.platte.client.agent.Outcome.Received;
import dev.platte.client.agent.Outcome.Reported;
import dev.platte.client.agent.Outcome.SlotVerified;
import dev.platte.client.agent.Outcome.Stopped;
import dev.platte.client.agent.State.Checking;
import dev.platte.client.agent.State.Downloading;
import dev.platte.client.agent.State.Finalizing;
import dev.platte.client.agent.State.Idle;
import dev.platte.client.agent.State.NeedReboot;
import dev.platte.client.agent.State.Offered;
import dev.platte.client.agent.State.Release;
import dev.platte.client.agent.State.Reporting;
import dev.platte.client.agent.State.Verifying;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;
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
            case Step(Idle _, Began(Optional<Release> waiting)) ->
                    waiting.isPresent() ? new NeedReboot(waiting.get()) : new Idle();
            case Step(Idle _, CheckDue(InstallSource source)) -> new Checking(source);
            case Step(Checking _, NothingOffered _) -> new Idle();
            case Step(Checking _, OfferTaken(Offer offer)) -> new Offered(offer);
            case Step(Checking _, OfferDeclined(Failure why)) -> new Reporting(why, true);
            case Step(Offered(Offer offer), Prepared(long at)) -> new Downloading(offer, at);
            case Step(Downloading(Offer offer, long _), Received(long bytes)) ->
                    new Downloading(offer, bytes);
            case Step(Downloading(Offer offer, long _), PayloadApplied _) -> new Verifying(offer);
            case Step(Verifying(Offer offer), SlotVerified _) -> new Finalizing(offer);
            case Step(Finalizing(Offer offer), Flipped _) ->
                    new NeedReboot(new Release(offer.version(), offer.size()));
            case Step(Reporting _, Reported _) -> new Idle();

            case Step(Checking _, Failed(Failure failure)) -> new Reporting(failure, false);
            case Step(Offered _, Failed(Failure failure)) -> new Reporting(failure, false);
            case Step(Downloading _, Failed(Failure failure)) -> new Reporting(failure, false);
            case Step(Verifying _, Failed(Failure failure)) -> new Reporting(failure, false);
            case Step(Finalizing _, Failed(Failure failure)) -> new Reporting(failure, false);

            // Until the flip the slot is not bootable, so that Idle is the truth after an end.
            case Step(NeedReboot waiting, Stopped _) -> waiting;
            case Step(Idle _, Stopped _),
                    Step(Checking _, Stopped _),
                    Step(Offered _, Stopped _),
                    Step(Downloading _, Stopped _),
                    Step(Verifying _, Stopped _),
                    Step(Finalizing _, Stopped _),
                    Step(Reporting _, Stopped _) ->
                    new Idle();

            // Cannot happen; a check is not made while one runs or a reboot is due.
            case Step(Idle _, NothingOffered _),
                    Step(Idle _, OfferTaken _),
                    Step(Idle _, OfferDeclined _),
                    Step(Idle _, Prepared _),
                    Step(Idle _, Received _),
                    Step(Idle _, PayloadApplied _),
                    Step(Idle _, SlotVerified _),
                    Step(Idle _, Flipped _),
                    Step(Idle _, Failed _),
                    Step(Idle _, Reported _) ->
                    throw impossible(state, outcome);
            case Step(Checking _, CheckDue _),
                    Step(Checking _, Prepared _),
                    Step(Checking _, Received _),
                    Step(Checking _, PayloadApplied _),
                    Step(Checking _, SlotVerified _),
                    Step(Checking _, Flipped _),
                    Step(Checking _, Reported _),
                    Step(Checking _, Began _) ->
                    throw impossible(state, outcome);
            case Step(Offered _, CheckDue _),
                    Step(Offered _, NothingOffered _),
                    Step(Offered _, OfferTaken _),
                    Step(Offered _, OfferDeclined _),
                    Step(Offered _, Received _),
                    Step(Offered _, PayloadApplied _),
                    Step(Offered _, SlotVerified _),
                    Step(Offered _, Flipped _),
                    Step(Offered _, Reported _),
                    Step(Offered _, Began _) ->
                    throw impossible(state, outcome);
            case Step(Downloading _, CheckDue _),
                    Step(Downloading _, NothingOffered _),
                    Step(Downloading _, OfferTaken _),
                    Step(Downloading _, OfferDeclined _),
                    Step(Downloading _, Prepared _),
                    Step(Downloading _, SlotVerified _),
                    Step(Downloading _, Flipped _),
                    Step(Downloading _, Reported _),
                    Step(Downloading _, Began _) ->
                    throw impossible(state, outcome);
            case Step(Verifying _, CheckDue _),
                    Step(Verifying _, NothingOffered _),
                    Step(Verifying _, OfferTaken _),
                    Step(Verifying _, OfferDeclined _),
                    Step(Verifying _, Prepared _),
                    Step(Verifying _, Received _),
                    Step(Verifying _, PayloadApplied _),
                    Step(Verifying _, Flipped _),
                    Step(Verifying _, Reported _),
                    Step(Verifying _, Began _) ->
                    throw impossible(state, outcome);
            case Step(Finalizing _, CheckDue _),
                    Step(Finalizing _, NothingOffered _),
                    Step(Finalizing _, OfferTaken _),
                    Step(Finalizing _, OfferDeclined _),
                    Step(Finalizing _, Prepared _),
                    Step(Finalizing _, Received _),
                    Step(Finalizing _, PayloadApplied _),
                    Step(Finalizing _, SlotVerified _),
                    Step(Finalizing _, Reported _),
                    Step(Finalizing _, Began _) ->
                    throw impossible(state, outcome);
            case Step(NeedReboot _, CheckDue _),
                    Step(NeedReboot _, NothingOffered _),
                    Step(NeedReboot _, OfferTaken _),
                    Step(NeedReboot _, OfferDeclined _),
                    Step(NeedReboot _, Prepared _),
                    Step(NeedReboot _, Received _),
                    Step(NeedReboot _, PayloadApplied _),
                    Step(NeedReboot _, SlotVerified _),
                    Step(NeedReboot _, Flipped _),
                    Step(NeedReboot _, Failed _),
                    Step(NeedReboot _, Reported _),
                    Step(NeedReboot _, Began _) ->
                    throw impossible(state, outcome);
            case Step(Reporting _, CheckDue _),
                    Step(Reporting _, NothingOffered _),
                    Step(Reporting _, OfferTaken _),
                    Step(Reporting _, OfferDeclined _),
                    Step(Reporting _, Prepared _),
                    Step(Reporting _, Received _),
                    Step(Reporting _, PayloadApplied _),
                    Step(Reporting _, SlotVerified _),
                    Step(Reporting _, Flipped _),
                    Step(Reporting _, Failed _),
                    Step(Reporting _, Began _) ->
                    throw impossible(state, outcome);
        };
    }

    private static IllegalStateException impossible(State state, Outcome outcome) {
        return new IllegalStateException(
                "%s cannot follow on %s"
                        .formatted(
                                outcome.getClass().getSimpleName(),
                                state.getClass().getSimpleName()));
    }
}
