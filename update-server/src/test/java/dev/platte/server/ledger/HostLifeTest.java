package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostLifeTest {

    /** From 1.0.0 to 2.0.0, granted in the boot "one". */
    private static OpenAttempt attempt(HostState state) {
        return attempt(state, "1.0.0", "2.0.0");
    }

    private static OpenAttempt attempt(HostState state, String from, String to) {
        return new OpenAttempt(1, 7, to, 3L, null, from, "{one}", state);
    }

    private static @Nullable HostState next(
            HostState state, String version, @Nullable String boot, Event... events) {
        return next(attempt(state), "{one}", version, boot, events);
    }

    private static @Nullable HostState next(
            OpenAttempt open,
            @Nullable String lastBoot,
            String version,
            @Nullable String boot,
            Event... events) {
        return HostLife.next(
                        new HostLife.Before(lastBoot, open, false),
                        new Entry.News(
                                Version.of(version),
                                Optional.ofNullable(boot).map(BootId::new),
                                List.of(events)))
                .state();
    }

    private static Event event(int type, int result) {
        return new Event(
                EventType.of(type),
                new EventResult(result),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "13, 1, DOWNLOADING",
        "14, 1, DOWNLOADED",
        "3, 1, INSTALLED",
        "800, 1, INSTALLED",
        "3, 0, FAILED",
        "13, 0, FAILED",
        "3, 5, FAILED",
        "3, 6, FAILED",
        "3, 8, FAILED",
        "3, 2, ",
        "3, 9, ",
        "3, 4, ",
        "2, 1, ",
        "77, 1, "
    })
    void eventsMoveAnOpenAttempt(int type, int result, @Nullable HostState expected) {
        assertThat(next(HostState.GRANTED, "1.0.0", "one", event(type, result)))
                .isEqualTo(expected);
    }

    @Test
    void aDeferralIsNoFailureWhateverItsResult() {
        for (ErrorCode code :
                List.of(
                        ErrorCode.IGNORED_BY_POLICY,
                        ErrorCode.DEFERRED_BY_POLICY,
                        ErrorCode.of(ErrorCode.DEFERRED_FOR_BACKOFF.code() | 1 << 28))) {
            assertThat(next(HostState.GRANTED, "1.0.0", "one", Event.failed(code))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 31, 34, 2000, 2500, 2503 | 1 << 28})
    void aCheckThatFailedIsNoFailureOfAnUpdate(int code) {
        Event event = Event.failed(ErrorCode.of(code));
        for (HostState state :
                List.of(HostState.GRANTED, HostState.DOWNLOADED, HostState.INSTALLED)) {
            assertThat(next(state, "1.0.0", "one", event)).isNull();
            assertThat(next(state, "2.0.0", "two", event)).isEqualTo(HostState.COMPLETE);
        }
    }

    @Test
    void theRollbackErrorIsAFallBack() {
        for (String boot : Arrays.asList("two", null)) {
            assertThat(next(HostState.INSTALLED, "1.0.0", boot, Event.fellBack()))
                    .isEqualTo(HostState.FELL_BACK);
        }
    }

    /** It is told once more, by a host that lost its note that it told it. */
    @Test
    void nobodyFallsBackFromWhatThisVeryBootWasGranted() {
        assertThat(next(HostState.GRANTED, "1.0.0", "one", Event.fellBack())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2.0.0, INSTALLED",
        "2.0, INSTALLED",
        "1.0.0, ",
        "3.0.0, ",
        "'', INSTALLED",
        "nonsense, INSTALLED"
    })
    void aReportOfAnotherReleaseIsNoNewsOfThisOne(String named, @Nullable HostState expected) {
        Version version = Version.of(named);
        assertThat(next(HostState.GRANTED, "1.0.0", "one", Event.installed().towards(version)))
                .isEqualTo(expected);
        assertThat(
                        next(
                                HostState.DOWNLOADING,
                                "1.0.0",
                                "one",
                                Event.failed(ErrorCode.ERROR).towards(version)))
                .isEqualTo(expected == null ? null : HostState.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        // the target in another boot, or a boot nobody knows; never in the boot of the grant
        "2.0.0, {two}, COMPLETE",
        "2.0.0, TWO, COMPLETE",
        "2.0, two, COMPLETE",
        "2.0.0+build, two, COMPLETE",
        "2.0.0, , COMPLETE",
        "2.0.0, ONE, ",
        "2.0.0, {one}, ",
        // above the target
        "2.0.1, two, COMPLETE",
        // the old version
        "1.0.0, one, ",
        "1.0.0, two, FELL_BACK",
        "1.0.0, , ",
        // neither
        "1.5.0, two, ",
        "0.9, two, ",
        "nonsense, two, "
    })
    void versionsAndBootsEndAnInstalledAttempt(
            String version, @Nullable String boot, @Nullable HostState expected) {
        assertThat(next(HostState.INSTALLED, version, boot)).isEqualTo(expected);
    }

    @Test
    void aRebootDuringTheDownloadIsNoFallBack() {
        assertThat(next(HostState.DOWNLOADING, "1.0.0", "two")).isNull();
        assertThat(next(HostState.DOWNLOADED, "1.0.0", "two", Event.installed()))
                .isEqualTo(HostState.INSTALLED);
        // Installed in the second boot: that one counts, not the boot of the grant.
        assertThat(next(attempt(HostState.INSTALLED), "two", "1.0.0", "two")).isNull();
        assertThat(next(attempt(HostState.INSTALLED), "two", "1.0.0", "three"))
                .isEqualTo(HostState.FELL_BACK);
    }

    @Test
    void aHostWhoseEventsWereLostIsCompleteAllTheSame() {
        assertThat(next(HostState.GRANTED, "2.0.0", "two")).isEqualTo(HostState.COMPLETE);
    }

    @Test
    void withoutBootIdsTheRebootEventTellsAFallBack() {
        OpenAttempt installed = attempt(HostState.INSTALLED);
        assertThat(next(installed, null, "1.0.0", null, Event.rebooted(Version.of("1.0.0"))))
                .isEqualTo(HostState.FELL_BACK);
        assertThat(next(installed, null, "1.0.0", null, Event.rebooted(Version.of("")))).isNull();
        assertThat(next(installed, null, "1.0.0", null, Event.rebooted(Version.NONE))).isNull();
    }

    @Test
    void aDowngradeIsCompleteOnlyBelow() {
        OpenAttempt down = attempt(HostState.INSTALLED, "3.0.0", "2.0.0");
        assertThat(next(down, "one", "2.0.0", "two")).isEqualTo(HostState.COMPLETE);
        assertThat(next(down, "one", "3.0.0", "one")).isNull();
        assertThat(next(down, "one", "3.0.0", "two")).isEqualTo(HostState.FELL_BACK);
        assertThat(next(attempt(HostState.GRANTED, "3.0.0", "2.0.0"), "one", "3.0.0", null))
                .isNull();
    }

    @Test
    void theSameVersionAgainIsCompleteAfterItsReboot() {
        OpenAttempt same = attempt(HostState.INSTALLED, "2.0.0", "2.0.0");
        assertThat(next(same, "one", "2.0.0", "one")).isNull();
        assertThat(next(same, "one", "2.0.0", "two")).isEqualTo(HostState.COMPLETE);
    }

    @Property
    void nothingThatIsSaidWithoutAnAttemptMovesAHost(
            @ForAll @Size(max = 5) List<@IntRange(max = 20) Integer> types,
            @ForAll @IntRange(max = 10) int result) {
        HostLife.After after =
                HostLife.next(new HostLife.Before(null, null, false), news("1.0.0", types, result));
        assertThat(after.state()).isNull();
    }

    @Property
    void anyNewsLeadsSomewhere(
            @ForAll HostState state,
            @ForAll String version,
            @ForAll @Size(max = 5) List<@IntRange(max = 20) Integer> types,
            @ForAll @IntRange(max = 10) int result) {
        if (state.open()) {
            HostLife.After after =
                    HostLife.next(
                            new HostLife.Before("{one}", attempt(state), false),
                            news(version, types, result));
            assertThat(after.state())
                    .isNotIn(state, HostState.UNKNOWN, HostState.TIMED_OUT, HostState.GRANTED);
        }
    }

    private static Entry.News news(String version, List<Integer> types, int result) {
        List<Event> events = new ArrayList<>();
        types.forEach(type -> events.add(event(type, result)));
        return new Entry.News(Version.of(version), Optional.empty(), events);
    }
}
