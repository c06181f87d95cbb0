package dev.platte.client.agent;

import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One of each state and outcome, and of those that can carry a waiting release one with it. */
final class Samples {
    static final Offer OFFER =
            new Offer(
                    "2.0.0",
                    List.of(URI.create("http://updates.example/update.gz")),
                    100,
                    Sha256.of(new byte[0]));
    static final Failure FAILURE = new Failure(ErrorCode.DOWNLOAD_TRANSFER, "cut");
    static final InstallSource SOURCE = InstallSource.SCHEDULER;
    static final Release WAITING = new Release("1.9.0", 90, "aa");
    static final Instant UNTIL = Instant.EPOCH;

    /** With nothing that waits for a reboot. */
    static final List<State> STATES = states(Optional.empty());

    /** The states that can have something that waits for a reboot. */
    static final List<State> WAITING_STATES =
            states(Optional.of(WAITING)).stream().filter(s -> !STATES.contains(s)).toList();

    static final List<Outcome> OUTCOMES =
            List.of(
                    new Outcome.Began(Optional.empty()),
                    new Outcome.CheckDue(SOURCE),
                    new Outcome.NothingOffered("up to date"),
                    new Outcome.HeldBack("not now"),
                    new Outcome.Throttled("busy", UNTIL),
                    new Outcome.OfferTaken(OFFER),
                    new Outcome.OfferLeft(OFFER, "looked at"),
                    new Outcome.OfferDeclined(OFFER, FAILURE, Optional.of(UNTIL)),
                    new Outcome.Prepared(5),
                    new Outcome.Received(50),
                    new Outcome.GivenUp(),
                    new Outcome.PayloadApplied(),
                    new Outcome.SlotVerified(),
                    new Outcome.Flipped(),
                    new Outcome.Failed(FAILURE),
                    new Outcome.Reported(),
                    new Outcome.Reset(),
                    new Outcome.RolledBack(WAITING),
                    new Outcome.Stopped());

    private Samples() {}

    private static List<State> states(Optional<Release> waiting) {
        return List.of(
                new State.Idle(),
                new State.HeldBack("not now"),
                new State.Throttled("busy", UNTIL),
                new State.Deferred(OFFER, "cut", Optional.of(UNTIL)),
                new State.Checking(SOURCE, waiting),
                new State.Offered(OFFER, waiting),
                new State.Downloading(OFFER, 10, waiting),
                new State.Verifying(OFFER),
                new State.Finalizing(OFFER),
                new State.NeedReboot(waiting.orElse(Release.of(OFFER))),
                new State.Reporting(
                        FAILURE,
                        waiting.<State.Resting>map(State.NeedReboot::new)
                                .orElse(new State.Idle())));
    }

    static String name(Object of) {
        return of.getClass().getSimpleName();
    }
}
