package dev.platte.client.agent;

import static dev.platte.client.agent.Samples.FAILURE;
import static dev.platte.client.agent.Samples.OFFER;
import static dev.platte.client.agent.Samples.OUTCOMES;
import static dev.platte.client.agent.Samples.SOURCE;
import static dev.platte.client.agent.Samples.STATES;
import static dev.platte.client.agent.Samples.UNTIL;
import static dev.platte.client.agent.Samples.WAITING;
import static dev.platte.client.agent.Samples.WAITING_STATES;
import static dev.platte.client.agent.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.State.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final State IDLE = new State.Idle();
    private static final State NEED_REBOOT = new State.NeedReboot(WAITING);
    private static final State DEFERRED = new State.Deferred(OFFER, "cut", Optional.of(UNTIL));

    /** The whole table while nothing waits for a reboot; what is not in it cannot happen. */
    private static Map<String, State> table() {
        Map<String, State> table = new LinkedHashMap<>();
        table.put("Idle Began", IDLE);
        for (String resting : List.of("Idle", "HeldBack", "Throttled", "Deferred")) {
            table.put(resting + " CheckDue", new State.Checking(SOURCE, Optional.empty()));
            table.put(resting + " Reset", IDLE);
            table.put(resting + " RolledBack", NEED_REBOOT);
        }
        table.put(
                "NeedReboot CheckDue", new State.Checking(SOURCE, Optional.of(Release.of(OFFER))));
        table.put("NeedReboot Reset", IDLE);
        table.put("Checking NothingOffered", IDLE);
        table.put("Checking HeldBack", new State.HeldBack("not now"));
        table.put("Checking Throttled", new State.Throttled("busy", UNTIL));
        table.put("Checking OfferTaken", new State.Offered(OFFER, Optional.empty()));
        table.put("Checking OfferLeft", new State.Deferred(OFFER, "looked at", Optional.empty()));
        table.put("Checking OfferDeclined", new State.Reporting(FAILURE, (State.Resting) DEFERRED));
        table.put("Offered Prepared", new State.Downloading(OFFER, 5, Optional.empty()));
        table.put("Downloading Received", new State.Downloading(OFFER, 50, Optional.empty()));
        table.put("Downloading GivenUp", new State.Downloading(OFFER, 10, Optional.empty()));
        table.put("Downloading PayloadApplied", new State.Verifying(OFFER));
        table.put("Verifying SlotVerified", new State.Finalizing(OFFER));
        table.put("Finalizing Flipped", new State.NeedReboot(Release.of(OFFER)));
        table.put("Reporting Reported", IDLE);
        for (String busy :
                List.of("Checking", "Offered", "Downloading", "Verifying", "Finalizing")) {
            table.put(busy + " Failed", new State.Reporting(FAILURE, new State.Idle()));
        }
        for (State state : STATES) {
            table.put(name(state) + " Stopped", state instanceof State.Resting ? state : IDLE);
        }
        return table;
    }

    /** The same where something waits; only who may have given up the slot loses it. */
    private static Map<String, State> tableOfTheWaiting() {
        Map<String, State> table = new LinkedHashMap<>();
        table.put("NeedReboot CheckDue", new State.Checking(SOURCE, Optional.of(WAITING)));
        table.put("NeedReboot Reset", IDLE);
        for (String nothing :
                List.of("NothingOffered", "HeldBack", "Throttled", "OfferLeft", "OfferDeclined")) {
            table.put("Checking " + nothing, NEED_REBOOT);
        }
        table.put("Checking Failed", NEED_REBOOT);
        table.put("Checking OfferTaken", new State.Offered(OFFER, Optional.of(WAITING)));
        table.put("Offered Prepared", new State.Downloading(OFFER, 5, Optional.of(WAITING)));
        table.put("Downloading Received", new State.Downloading(OFFER, 50, Optional.of(WAITING)));
        table.put("Downloading GivenUp", new State.Downloading(OFFER, 10, Optional.empty()));
        table.put("Downloading PayloadApplied", new State.Verifying(OFFER));
        for (String busy : List.of("Offered", "Downloading")) {
            table.put(
                    busy + " Failed", new State.Reporting(FAILURE, new State.NeedReboot(WAITING)));
        }
        table.put("Reporting Reported", NEED_REBOOT);
        WAITING_STATES.forEach(state -> table.put(name(state) + " Stopped", NEED_REBOOT));
        return table;
    }

    private static void assertTable(List<State> states, Map<String, State> table) {
        for (State state : states) {
            for (Outcome outcome : OUTCOMES) {
                String pair = name(state) + " " + name(outcome);
                State next = table.remove(pair);
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
        assertThat(table).as("rows that no sample reached").isEmpty();
    }

    @Test
    void everyPairIsInTheTableOrCannotHappen() {
        assertTable(STATES, table());
    }

    @Test
    void whatWaitsForItsRebootIsKeptUntilItsSlotIsGivenUp() {
        assertTable(WAITING_STATES, tableOfTheWaiting());
    }

    /** Sealed cases, those of sealed cases too. */
    private static Stream<String> casesOf(Class<?> sealed) {
        return sealed.isSealed()
                ? Stream.of(sealed.getPermittedSubclasses()).flatMap(StepTest::casesOf)
                : Stream.of(sealed.getSimpleName());
    }

    @Test
    void theSamplesCoverEveryStateAndOutcome() {
        assertThat(STATES)
                .extracting(Samples::name)
                .containsExactlyInAnyOrder(casesOf(State.class).distinct().toArray(String[]::new));
        assertThat(OUTCOMES)
                .extracting(Samples::name)
                .containsExactlyInAnyOrder(
                        casesOf(Outcome.class).distinct().toArray(String[]::new));
    }

    @Test
    void aProcessBeginsWithWhatTheDiskSays() {
        assertThat(Step.next(IDLE, new Outcome.Began(Optional.of(WAITING)))).isEqualTo(NEED_REBOOT);
    }

    @Test
    void aDeferralIsReportedAndThenStays() {
        State reporting =
                Step.next(
                        new State.Checking(SOURCE, Optional.empty()),
                        new Outcome.OfferDeclined(OFFER, FAILURE, Optional.of(UNTIL)));
        assertThat(reporting)
                .isInstanceOfSatisfying(
                        State.Reporting.class, r -> assertThat(r.deferred()).isTrue());
        assertThat(Step.next(reporting, new Outcome.Reported())).isEqualTo(DEFERRED);
    }

    @Test
    void statesHaveUpdateEnginesNames() {
        assertThat(STATES)
                .extracting(State::status)
                .containsExactly(
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_CHECKING_FOR_UPDATE",
                        "UPDATE_STATUS_UPDATE_AVAILABLE",
                        "UPDATE_STATUS_DOWNLOADING",
                        "UPDATE_STATUS_VERIFYING",
                        "UPDATE_STATUS_FINALIZING",
                        "UPDATE_STATUS_UPDATED_NEED_REBOOT",
                        "UPDATE_STATUS_REPORTING_ERROR_EVENT");
        assertThat(new State.Checking(SOURCE, Optional.of(WAITING)).status())
                .as("whoever waits for the reboot must not see it vanish with every check")
                .isEqualTo("UPDATE_STATUS_UPDATED_NEED_REBOOT");
    }
}
