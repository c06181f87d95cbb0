package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final Offer OFFER =
            new Offer(
                    "2.0.0",
                    List.of(URI.create("http://updates.example/update.gz")),
                    100,
                    Sha256.of(new byte[0]));
    private static final Failure FAILURE = new Failure(ErrorCode.DOWNLOAD_TRANSFER, "cut");
    private static final InstallSource SOURCE = InstallSource.SCHEDULER;
    private static final Release RELEASE = new Release("2.0.0", 100);

    private static final List<State> STATES =
            List.of(
                    new State.Idle(),
                    new State.Checking(SOURCE),
                    new State.Offered(OFFER),
                    new State.Downloading(OFFER, 10),
                    new State.Verifying(OFFER),
                    new State.Finalizing(OFFER),
                    new State.NeedReboot(RELEASE),
                    new State.Reporting(FAILURE, false));
    private static final List<Outcome> OUTCOMES =
            List.of(
                    new Outcome.CheckDue(SOURCE),
                    new Outcome.NothingOffered("up to date"),
                    new Outcome.OfferTaken(OFFER),
                    new Outcome.OfferDeclined(FAILURE),
                    new Outcome.Prepared(5),
                    new Outcome.Received(50),
                    new Outcome.PayloadApplied(),
                    new Outcome.SlotVerified(),
                    new Outcome.Flipped(),
                    new Outcome.Failed(FAILURE),
                    new Outcome.Reported(),
                    new Outcome.Stopped(),
                    new Outcome.Began(Optional.of(RELEASE)));

    /** The whole table; what is not in it cannot happen. */
    private static Map<String, State> table() {
        Map<String, State> table = new LinkedHashMap<>();
        table.put("Idle Began", new State.NeedReboot(RELEASE));
        table.put("Idle CheckDue", new State.Checking(SOURCE));
        table.put("Checking NothingOffered", new State.Idle());
        table.put("Checking OfferTaken", new State.Offered(OFFER));
        table.put("Checking OfferDeclined", new State.Reporting(FAILURE, true));
        table.put("Offered Prepared", new State.Downloading(OFFER, 5));
        table.put("Downloading Received", new State.Downloading(OFFER, 50));
        table.put("Downloading PayloadApplied", new State.Verifying(OFFER));
        table.put("Verifying SlotVerified", new State.Finalizing(OFFER));
        table.put("Finalizing Flipped", new State.NeedReboot(RELEASE));
        table.put("Reporting Reported", new State.Idle());
        for (String busy :
                List.of("Checking", "Offered", "Downloading", "Verifying", "Finalizing")) {
            table.put(busy + " Failed", new State.Reporting(FAILURE, false));
        }
        for (State state : STATES) {
            table.put(
                    name(state) + " Stopped",
                    state instanceof State.NeedReboot ? state : new State.Idle());
        }
        return table;
    }

    private static String[] casesOf(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toArray(String[]::new);
    }

    private static String name(Object of) {
        return of.getClass().getSimpleName();
    }

    @Test
    void everyPairIsInTheTableOrCannotHappen() {
        Map<String, State> table = table();
        for (State state : STATES) {
            for (Outcome outcome : OUTCOMES) {
                String pair = name(state) + " " + name(outcome);
                State next = table.get(pair);
                if (next != null) {
                    assertThat(Step.next(state, outcome)).as(pair).isEqualTo(next);
                } else {
                    assertThatThrownBy(() -> Step.next(state, outcome))
                            .as(pair)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining(name(state))
                            .hasMessageContaining(name(outcome));
                }
            }
        }
    }

    @Test
    void theSamplesCoverEveryStateAndOutcome() {
        assertThat(STATES)
                .extracting(StepTest::name)
                .containsExactlyInAnyOrder(casesOf(State.class));
        assertThat(OUTCOMES)
                .extracting(StepTest::name)
                .containsExactlyInAnyOrder(casesOf(Outcome.class));
    }

    @Test
    void withoutAPendingFlipAProcessBeginsIdle() {
        assertThat(Step.next(new State.Idle(), new Outcome.Began(Optional.empty())))
                .isEqualTo(new State.Idle());
    }

    @Test
    void statesHaveUpdateEnginesNames() {
        assertThat(STATES)
                .extracting(State::status)
                .containsExactly(
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_CHECKING_FOR_UPDATE",
                        "UPDATE_STATUS_UPDATE_AVAILABLE",
                        "UPDATE_STATUS_DOWNLOADING",
                        "UPDATE_STATUS_VERIFYING",
                        "UPDATE_STATUS_FINALIZING",
                        "UPDATE_STATUS_UPDATED_NEED_REBOOT",
                        "UPDATE_STATUS_REPORTING_ERROR_EVENT");
    }
}
