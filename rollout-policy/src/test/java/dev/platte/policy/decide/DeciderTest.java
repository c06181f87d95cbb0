package dev.platte.policy.decide;

import static dev.platte.policy.decide.Given.NOON;
import static dev.platte.policy.decide.Given.downgrading;
import static dev.platte.policy.decide.Given.host;
import static dev.platte.policy.decide.Given.limited;
import static dev.platte.policy.decide.Given.pace;
import static dev.platte.policy.decide.Given.release;
import static dev.platte.policy.decide.Given.shut;
import static dev.platte.policy.decide.Given.state;
import static dev.platte.policy.decide.Given.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.policy.decide.Decision.NeedsGrant;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.policy.decide.Host.Wishes;
import dev.platte.policy.decide.Standing.Attempt;
import dev.platte.policy.decide.Standing.Stage;
import dev.platte.policy.health.Confidence;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeciderTest {

    private static final Rollout.Canaries TWO_MISSING = new Rollout.Canaries(3, 1, null);
    private static final Rollout.Canaries SOAKING = new Rollout.Canaries(3, 3, NOON.plusSeconds(1));
    private static final Rollout.Canaries SOAKED = new Rollout.Canaries(3, 3, NOON);
    private static final Host.Hold PIN = new Host.Pinned(NOON.plusSeconds(1), "ann", "demo day");
    private static final Host.Hold EXPIRED_PIN = new Host.Pinned(NOON, "ann", "demo day");
    private static final HaltRule.Crossed CROSSED =
            new HaltRule(0.1, 1, Confidence.P95).judge(new Outcomes(0, 0, 0, 1)).orElseThrow();

    /** In the form "NEEDS 2.0.0: CODES", "NOT 2.0.0: CODES", "NOT: CODES", "DONE: CODE". */
    static Stream<Arguments> firstHalves() {
        Rollout paused = state(to("3.0.0"), new Rollout.Paused("lunch"));
        Rollout halted = state(to("3.0.0"), new Rollout.Halted("by rule", CROSSED));
        return Stream.of(
                row("nothing to follow", host("1.0.0"), "NOT: NO_PACKAGE_FOR_ARCH"),
                row("behind", host("1.0.0").rolling(to("2.0.0")), "NEEDS 2.0.0: ADMITTED"),
                row("behind stable", host("1.0.0").stable("2.0.0"), "NEEDS 2.0.0: ROLLED_OUT"),
                row("at the target", host("2.0.0").rolling(to("2.0.0")), "DONE: UP_TO_DATE"),
                row("build metadata", host("2.0.0+abc").rolling(to("2.0.0")), "DONE: UP_TO_DATE"),
                row("pre-release", host("2.0.0-rc1").rolling(to("2.0.0")), "NEEDS 2.0.0: ADMITTED"),
                row("above", host("2.1.0").rolling(to("2.0.0")), "DONE: NEWER_THAN_TARGET"),
                row(
                        "forced update",
                        host("ForcedUpdate").stable("2.0.0"),
                        "NOT: VERSION_UNREADABLE"),
                row(
                        "group paused",
                        host("1.0.0").paused().stable("2.0.0"),
                        "NOT 2.0.0: GROUP_PAUSED ROLLED_OUT"),
                row(
                        "done in a paused group",
                        host("2.0.0").paused().stable("2.0.0"),
                        "DONE: UP_TO_DATE"),
                row(
                        "unreadable and paused",
                        host("").paused(),
                        "NOT: VERSION_UNREADABLE GROUP_PAUSED"),
                row(
                        "paused, at stable",
                        host("2.0.0").rolling(paused).stable("2.0.0"),
                        "NOT 3.0.0: ROLLOUT_PAUSED ADMITTED"),
                row(
                        "halted, at stable",
                        host("2.0.0").rolling(halted).stable("2.0.0"),
                        "NOT 3.0.0: HALTED ADMITTED"),
                row(
                        "halted, no stable",
                        host("2.0.0").rolling(halted),
                        "NOT 3.0.0: HALTED ADMITTED"),
                row(
                        "halted, behind stable",
                        host("1.0.0").rolling(halted).stable("2.0.0"),
                        "NEEDS 2.0.0: ROLLED_OUT STABLE_MEANWHILE"),
                row(
                        "not in the ramp",
                        host("1.0.0").rolling(shut(to("3.0.0"))),
                        "NOT 3.0.0: RAMP_NOT_REACHED"),
                row(
                        "stable meanwhile",
                        host("1.0.0").rolling(shut(to("3.0.0"))).stable("2.0.0"),
                        "NEEDS 2.0.0: ROLLED_OUT STABLE_MEANWHILE"),
                row(
                        "waits at stable",
                        host("2.0.0").rolling(shut(to("3.0.0"))).stable("2.0.0"),
                        "NOT 3.0.0: RAMP_NOT_REACHED"),
                row(
                        "admitted passes stable by",
                        host("1.0.0").rolling(to("3.0.0")).stable("2.0.0"),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "window holds both",
                        host("1.0.0")
                                .windows(Given.MONDAY_NIGHT)
                                .rolling(to("3.0.0"))
                                .stable("2.0.0"),
                        "NOT 3.0.0: WINDOW_CLOSED ADMITTED"),
                row(
                        "all at once",
                        host("1.0.0")
                                .paused()
                                .hold(PIN)
                                .windows(Given.MONDAY_NIGHT)
                                .withdrawn("3.0.0")
                                .prefix("2")
                                .rolling(shut(to("3.0.0"))),
                        "NOT 3.0.0: GROUP_PAUSED PINNED WINDOW_CLOSED WITHDRAWN OUTSIDE_PREFIX RAMP_NOT_REACHED"),
                row(
                        "forced and allowed",
                        host("1.0.0").forced(true).rolling(shut(to("3.0.0"))),
                        "NEEDS 3.0.0: FORCED"),
                row(
                        "forced, not allowed",
                        host("1.0.0").forced(false).rolling(shut(to("3.0.0"))),
                        "NOT 3.0.0: RAMP_NOT_REACHED"),
                row(
                        "forced meets the window",
                        host("1.0.0")
                                .forced(true)
                                .windows(Given.MONDAY_NIGHT)
                                .rolling(shut(to("3.0.0"))),
                        "NOT 3.0.0: WINDOW_CLOSED FORCED"),
                row(
                        "forced is no canary",
                        host("1.0.0")
                                .forced(true)
                                .rolling(canaries(Ramp.fixed(Share.NONE), TWO_MISSING)),
                        "NOT 3.0.0: CANARIES_FIRST FORCED"),
                row(
                        "canary goes first",
                        host("1.0.0")
                                .canary()
                                .rolling(canaries(Ramp.fixed(Share.NONE), TWO_MISSING)),
                        "NEEDS 3.0.0: CANARY"),
                row(
                        "canary of a halted one",
                        host("1.0.0").canary().rolling(halted),
                        "NOT 3.0.0: HALTED CANARY"),
                row(
                        "others wait",
                        host("1.0.0").rolling(canaries(Ramp.INSTANT, TWO_MISSING)),
                        "NOT 3.0.0: CANARIES_FIRST ADMITTED"),
                row(
                        "canaries soak",
                        host("1.0.0").rolling(canaries(Ramp.INSTANT, SOAKING)),
                        "NOT 3.0.0: CANARIES_FIRST ADMITTED"),
                row(
                        "canaries through",
                        host("1.0.0").rolling(canaries(Ramp.INSTANT, SOAKED)),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "floor first",
                        host("1.0.0").floor("2.5.0").floor("2.0.0").rolling(to("3.0.0")),
                        "NEEDS 2.0.0: ADMITTED FLOOR_FIRST"),
                row(
                        "next floor",
                        host("2.0.0").floor("2.5.0").floor("2.0.0").rolling(to("3.0.0")),
                        "NEEDS 2.5.0: ADMITTED FLOOR_FIRST"),
                row(
                        "floors passed",
                        host("2.5.0").floor("2.5.0").floor("2.0.0").rolling(to("3.0.0")),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "floor above the target",
                        host("1.0.0").floor("3.5.0").rolling(to("3.0.0")),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "target as floor",
                        host("1.0.0").floor("3.0.0").rolling(to("3.0.0")),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "floor withdrawn",
                        host("1.0.0").floor("2.0.0").withdrawn("2.0.0").rolling(to("3.0.0")),
                        "NOT 2.0.0: WITHDRAWN ADMITTED FLOOR_FIRST"),
                row(
                        "target withdrawn",
                        host("1.0.0").floor("2.0.0").withdrawn("3.0.0").rolling(to("3.0.0")),
                        "NOT 2.0.0: WITHDRAWN ADMITTED FLOOR_FIRST"),
                row(
                        "rolling withdrawn",
                        host("1.0.0").withdrawn("3.0.0").rolling(to("3.0.0")).stable("2.0.0"),
                        "NEEDS 2.0.0: ROLLED_OUT STABLE_MEANWHILE"),
                row(
                        "on a withdrawn one",
                        host("3.0.0").withdrawn("3.0.0").rolling(to("2.0.0")),
                        "DONE: NEWER_THAN_TARGET"),
                row(
                        "sent back",
                        host("3.0.0").withdrawn("3.0.0").rolling(downgrading(to("2.0.0"))),
                        "NEEDS 2.0.0: ADMITTED DOWNGRADE"),
                row(
                        "above but not withdrawn",
                        host("3.1.0").withdrawn("3.0.0").rolling(downgrading(to("2.0.0"))),
                        "DONE: NEWER_THAN_TARGET"),
                row(
                        "sent back past a floor",
                        host("3.0.0")
                                .floor("2.5.0")
                                .withdrawn("3.0.0")
                                .rolling(downgrading(to("2.0.0"))),
                        "NEEDS 2.0.0: ADMITTED DOWNGRADE"),
                row(
                        "back to stable",
                        host("3.0.0")
                                .withdrawn("3.0.0")
                                .rolling(to("3.0.0"))
                                .stable(downgrading(state(to("2.0.0"), new Rollout.Completed()))),
                        "NEEDS 2.0.0: ROLLED_OUT DOWNGRADE"),
                row(
                        "not back up to stable",
                        host("1.0.0").rolling(to("1.0.0")).stable("2.0.0"),
                        "DONE: UP_TO_DATE"),
                row(
                        "nor while it waits",
                        host("0.9.0").rolling(shut(to("1.0.0"))).stable("2.0.0"),
                        "NOT 1.0.0: RAMP_NOT_REACHED"),
                row(
                        "prefix fits",
                        host("1.0.0").prefix("3.0").rolling(to("3.0.0")),
                        "NEEDS 3.0.0: ADMITTED"),
                row(
                        "prefix keeps it on stable",
                        host("1.0.0").prefix("2.").rolling(to("3.0.0")).stable("2.0.0"),
                        "NEEDS 2.0.0: ROLLED_OUT STABLE_MEANWHILE"),
                row(
                        "prefix fits nothing",
                        host("1.0.0").prefix("1.").rolling(to("3.0.0")),
                        "NOT 3.0.0: OUTSIDE_PREFIX ADMITTED"),
                row(
                        "same version wanted",
                        host("2.0.0")
                                .wishes(new Wishes(false, true, false, false, null))
                                .rolling(to("2.0.0")),
                        "NEEDS 2.0.0: ADMITTED SAME_VERSION"),
                row(
                        "pinned",
                        host("1.0.0").hold(PIN).rolling(to("2.0.0")),
                        "NOT 2.0.0: PINNED ADMITTED"),
                row(
                        "pin expired",
                        host("1.0.0").hold(EXPIRED_PIN).rolling(to("2.0.0")),
                        "NEEDS 2.0.0: ADMITTED"),
                row(
                        "aimed past the ramp",
                        host("1.0.0").hold(aim("3.0.0")).rolling(shut(to("2.0.0"))),
                        "NEEDS 3.0.0: AIMED"),
                row(
                        "aimed over a floor",
                        host("1.0.0").hold(aim("3.0.0")).floor("2.0.0"),
                        "NEEDS 2.0.0: AIMED FLOOR_FIRST"),
                row(
                        "aimed down",
                        host("2.0.0").hold(aim("1.0.0")).stable("2.0.0"),
                        "NEEDS 1.0.0: AIMED"),
                row(
                        "aimed at itself",
                        host("1.0.0").hold(aim("1.0.0")).stable("2.0.0"),
                        "DONE: UP_TO_DATE"),
                row(
                        "aimed at a withdrawn one",
                        host("1.0.0").hold(aim("3.0.0")).withdrawn("3.0.0"),
                        "NOT 3.0.0: WITHDRAWN AIMED"),
                row(
                        "aimed in a paused group",
                        host("1.0.0").hold(aim("3.0.0")).paused(),
                        "NOT 3.0.0: GROUP_PAUSED AIMED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstHalves")
    void theFirstHalfNeedsNoDatabase(String name, Given given, String expected) {
        assertThat(words(Decider.decide(given.facts()))).isEqualTo(expected);
    }

    static Stream<Arguments> secondHalves() {
        Rollout one = limited(to("2.0.0"), Limits.atOnce(1));
        Rollout hourly = limited(to("2.0.0"), Limits.perPeriod(2, Duration.ofHours(1)));
        Attempt granted = new Attempt("to-2.0.0", "package-2.0.0", Stage.GRANTED);
        Attempt downloading = new Attempt("to-2.0.0", "package-2.0.0", Stage.DOWNLOADING);
        Attempt floor = new Attempt("to-2.0.0", "package-1.5.0", Stage.GRANTED);
        Attempt other = new Attempt("to-1.8.0", "package-1.8.0", Stage.GRANTED);
        Attempt installed = new Attempt("to-2.0.0", "package-2.0.0", Stage.INSTALLED);
        Tally full = new Tally(1, NOON, 1);
        Tally spent = new Tally(0, NOON.minusSeconds(600), 2);
        Tally old = new Tally(0, NOON.minusSeconds(3600), 2);
        return Stream.of(
                settle(
                        "free slot",
                        host("1.0.0").rolling(one),
                        null,
                        Tally.EMPTY,
                        "NEW 2.0.0: ADMITTED"),
                settle(
                        "no slot",
                        host("1.0.0").rolling(one),
                        null,
                        full,
                        "NOT 2.0.0: LIMIT_AT_ONCE ADMITTED"),
                settle(
                        "asks again",
                        host("1.0.0").rolling(one),
                        granted,
                        full,
                        "HELD 2.0.0: GRANTED_BEFORE ADMITTED"),
                settle(
                        "begins again",
                        host("1.0.0").rolling(one),
                        downloading,
                        full,
                        "HELD 2.0.0: GRANTED_BEFORE ADMITTED"),
                settle(
                        "floor gone",
                        host("1.0.0").rolling(one),
                        floor,
                        full,
                        "REPLACED 2.0.0: ADMITTED"),
                settle(
                        "other rollout",
                        host("1.0.0").rolling(one),
                        other,
                        full,
                        "NOT 2.0.0: LIMIT_AT_ONCE ADMITTED"),
                settle(
                        "other rollout, free",
                        host("1.0.0").rolling(one),
                        other,
                        Tally.EMPTY,
                        "REPLACED 2.0.0: ADMITTED"),
                settle(
                        "waits for its reboot",
                        host("1.0.0").rolling(one),
                        installed,
                        Tally.EMPTY,
                        "NOT 2.0.0: ATTEMPT_OPEN ADMITTED"),
                settle(
                        "period full",
                        host("1.0.0").rolling(hourly),
                        null,
                        spent,
                        "NOT 2.0.0: LIMIT_PER_PERIOD ADMITTED"),
                settle(
                        "period over",
                        host("1.0.0").rolling(hourly),
                        null,
                        old,
                        "NEW 2.0.0: ADMITTED"),
                settle(
                        "retry in a full period",
                        host("1.0.0").rolling(hourly),
                        granted,
                        spent,
                        "HELD 2.0.0: GRANTED_BEFORE ADMITTED"),
                settle(
                        "window closed meanwhile",
                        host("1.0.0").windows(Given.MONDAY_NIGHT).rolling(one),
                        granted,
                        full,
                        "HELD 2.0.0: GRANTED_BEFORE ADMITTED"),
                settle(
                        "window closed, no attempt",
                        host("1.0.0").windows(Given.MONDAY_NIGHT).rolling(one),
                        null,
                        full,
                        "NOT 2.0.0: WINDOW_CLOSED LIMIT_AT_ONCE ADMITTED"),
                settle(
                        "forced once, asks by timer",
                        host("1.0.0").rolling(shut(to("2.0.0"))),
                        granted,
                        full,
                        "HELD 2.0.0: GRANTED_BEFORE"),
                settle(
                        "group paused meanwhile",
                        host("1.0.0").paused().rolling(one),
                        granted,
                        full,
                        "NOT 2.0.0: GROUP_PAUSED ADMITTED"),
                settle(
                        "halted meanwhile",
                        host("1.0.0").rolling(state(one, new Rollout.Halted("by hand", null))),
                        granted,
                        full,
                        "NOT 2.0.0: HALTED ADMITTED"),
                settle(
                        "withdrawn meanwhile",
                        host("1.0.0").withdrawn("2.0.0").rolling(one),
                        granted,
                        full,
                        "NOT 2.0.0: WITHDRAWN ADMITTED"),
                settle(
                        "done meanwhile",
                        host("2.0.0").rolling(one),
                        granted,
                        full,
                        "DONE: UP_TO_DATE"),
                settle(
                        "unreadable",
                        host("?").rolling(one),
                        granted,
                        full,
                        "NOT: VERSION_UNREADABLE"),
                settle(
                        "aimed needs no slot",
                        host("1.0.0").hold(aim("3.0.0")).rolling(one),
                        null,
                        full,
                        "NEW 3.0.0: AIMED"),
                settle(
                        "forced meets the limit",
                        host("1.0.0").forced(true).rolling(limited(to("2.0.0"), Limits.atOnce(0))),
                        null,
                        Tally.EMPTY,
                        "NOT 2.0.0: LIMIT_AT_ONCE ADMITTED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secondHalves")
    void theSecondHalfCounts(String name, Given given, Standing standing, String expected) {
        assertThat(words(Decider.explain(given.facts(), standing))).isEqualTo(expected);
    }

    @Test
    void whatFellBackIsNotTriedAgainButSomethingNewerIs() {
        Standing burnt =
                new Standing(null, Tally.EMPTY, List.of(ReadableVersion.of("2.0.0")), Set.of());

        assertThat(words(Decider.explain(host("1.0.0").rolling(to("2.0.0")).facts(), burnt)))
                .isEqualTo("NOT 2.0.0: FAILED_BEFORE ADMITTED");
        assertThat(words(Decider.explain(host("1.0.0").rolling(to("2.0.1")).facts(), burnt)))
                .isEqualTo("NEW 2.0.1: ADMITTED");
        assertThat(words(Decider.explain(host("1.0.0").hold(aim("2.0.0")).facts(), burnt)))
                .isEqualTo("NEW 2.0.0: AIMED");
    }

    @Test
    void deltasAreForHostsThatTakeThemAndRunTheirSource() {
        Release release =
                new Release("p", ReadableVersion.of("2.0.0"), List.of(ReadableVersion.of("1.0.0")));
        Rollout plain = to("2.0.0");
        Rollout rollout =
                new Rollout("r", release, plain.state(), plain.pace(), plain.time(), false);
        Wishes deltas = new Wishes(false, false, false, true, null);

        assertThat(move(host("1.0.0").wishes(deltas).rolling(rollout)).delta()).isTrue();
        assertThat(move(host("1.0.0").rolling(rollout)).delta()).isFalse();
        assertThat(move(host("1.0.0+dirty").wishes(deltas).rolling(rollout)).delta()).isFalse();
    }

    @Test
    void whoCouldNotInstallAReleaseGetsItsFullPayload() {
        Release release =
                new Release("p", ReadableVersion.of("2.0.0"), List.of(ReadableVersion.of("1.0.0")));
        Rollout plain = to("2.0.0");
        Rollout rollout =
                new Rollout("r", release, plain.state(), plain.pace(), plain.time(), false);
        Wishes deltas = new Wishes(false, false, false, true, null);
        Facts facts = host("1.0.0").wishes(deltas).rolling(rollout).facts();
        Standing failed = new Standing(null, Tally.EMPTY, List.of(), Set.of("p"));

        assertThat(Decider.explain(facts, failed))
                .isInstanceOfSatisfying(
                        Decision.Offer.class, offer -> assertThat(offer.move().delta()).isFalse());
        assertThat(words(Decider.explain(facts, failed)))
                .isEqualTo("NEW 2.0.0: ADMITTED DELTA_FAILED");
        assertThat(words(Decider.explain(facts, Standing.FRESH))).isEqualTo("NEW 2.0.0: ADMITTED");
        assertThat(words(Decider.explain(host("1.0.0").rolling(rollout).facts(), failed)))
                .as("who takes no deltas gets none anyway")
                .isEqualTo("NEW 2.0.0: ADMITTED");
    }

    /** What a page and "host explain" say, word for word. */
    @Test
    void reasonsAreSentences() {
        Rollout ramp =
                new Rollout(
                        "r1",
                        release("3.0.0"),
                        new Rollout.Running(),
                        new Rollout.Pace(
                                Ramp.linear(Duration.ofHours(10)),
                                Limits.atOnce(1),
                                Rollout.Canaries.NONE),
                        EffectiveTime.startedAt(NOON),
                        false);
        Facts facts =
                host("1.0.0")
                        .paused()
                        .hold(PIN)
                        .windows(Given.MONDAY_NIGHT)
                        .floor("2.0.0")
                        .rolling(ramp)
                        .facts();

        assertThat(
                        Decider.explain(
                                        facts,
                                        new Standing(
                                                null, new Tally(1, NOON, 1), List.of(), Set.of()))
                                .reasons())
                .extracting(Reason::sentence)
                .containsExactly(
                        "Group web is paused: incident 12.",
                        "ann pinned this host to its version until 2026-03-01 12:00 UTC: demo day.",
                        "No window of group web is open; the next opens 2026-03-02 01:00 UTC.",
                        "The ramp has not reached the host: its place is 50.83 %, open is up to 0.00 %;"
                                + " it will about 2026-03-01 17:04 UTC.",
                        "The rollout has 1 under way at once, and its limit is 1.",
                        "On the way to 3.0.0 the host has to pass 2.0.0 first: new bootloader.");
    }

    @Test
    void aHaltSaysItsNumbers() {
        Facts facts =
                host("1.0.0")
                        .rolling(state(to("2.0.0"), new Rollout.Halted("by rule", CROSSED)))
                        .facts();

        assertThat(Decider.decide(facts).reasons().getFirst().sentence())
                .isEqualTo(
                        "The rollout is halted: 1 of 1 attempts failed (100.0 %, surely more than 27.0 %);"
                                + " 10.0 % is allowed.");
    }

    /**
     * The whole way of a million hosts through one slot: the tally that one leaves is the next
     * one's.
     */
    @Test
    void oneSlotIsGivenToOneOfManyInABatch() {
        Limits three = new Limits(3, 2, Duration.ofHours(1));
        Tally tally = new Tally(1, NOON.minusSeconds(7200), 9);
        int offers = 0;
        for (int i = 0; i < 50; i++) {
            Facts facts = host("1.0.0").rolling(limited(to("2.0.0"), three)).facts();
            if (Decider.explain(facts, Standing.FRESH.with(tally)) instanceof Offer offer) {
                offers++;
                tally = tally.afterGrant(offer.move().limits(), NOON);
            }
        }

        assertThat(offers).isEqualTo(2);
        assertThat(tally).isEqualTo(new Tally(3, NOON, 2));
    }

    @Test
    void whatTimeEndsIsTold() {
        assertThat(notNow(host("1.0.0").windows(Given.MONDAY_NIGHT).rolling(to("2.0.0"))).passes())
                .isTrue();
        assertThat(
                        notNow(
                                        host("1.0.0")
                                                .rolling(
                                                        pace(
                                                                to("2.0.0"),
                                                                Ramp.linear(Duration.ofDays(1)),
                                                                Limits.NONE,
                                                                Rollout.Canaries.NONE)))
                                .passes())
                .isTrue();
        assertThat(notNow(host("1.0.0").rolling(shut(to("2.0.0")))).passes()).isFalse();
        assertThat(notNow(host("1.0.0").hold(PIN).rolling(to("2.0.0"))).passes()).isFalse();
        assertThat(notNow(host("?").rolling(to("2.0.0"))).passes()).isFalse();
    }

    private static NotNow notNow(Given given) {
        return (NotNow) Decider.decide(given.facts());
    }

    private static Move move(Given given) {
        return ((NeedsGrant) Decider.decide(given.facts())).move();
    }

    private static Host.Hold aim(String version) {
        return new Host.Aimed(release(version), NOON.plusSeconds(1), "ann", "to try it");
    }

    private static Rollout canaries(Ramp ramp, Rollout.Canaries canaries) {
        return pace(to("3.0.0"), ramp, Limits.NONE, canaries);
    }

    private static Arguments row(String name, Given given, String expected) {
        return Arguments.of(name, given, expected);
    }

    private static Arguments settle(
            String name, Given given, @Nullable Attempt open, Tally tally, String expected) {
        return Arguments.of(name, given, new Standing(open, tally, List.of(), Set.of()), expected);
    }

    private static String words(Decision decision) {
        String codes =
                decision.reasons().stream()
                        .map(reason -> reason.code().name())
                        .collect(Collectors.joining(" "));
        return switch (decision) {
            case UpToDate _ -> "DONE: " + codes;
            case NotNow(Move move, var _) when move == null -> "NOT: " + codes;
            case NotNow(Move move, var _) -> "NOT " + move.to().version() + ": " + codes;
            case NeedsGrant(Move move, var _) -> "NEEDS " + move.to().version() + ": " + codes;
            case Offer(Move move, Slot slot, var _) ->
                    slot + " " + move.to().version() + ": " + codes;
        };
    }
}
