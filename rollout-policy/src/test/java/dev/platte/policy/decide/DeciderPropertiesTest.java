package dev.platte.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.value.VersionPrefix;
import dev.platte.policy.decide.Decision.NeedsGrant;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Preliminary;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.policy.decide.Reason.Effect;
import dev.platte.policy.decide.Standing.Attempt;
import dev.platte.policy.decide.Standing.Stage;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for all facts: few versions and many rules, so that they meet. */
class DeciderPropertiesTest {

    private static final Instant NOON = Given.NOON;
    private static final List<String> VERSIONS =
            List.of(
                    "1",
                    "1.5.0",
                    "2.0.0-rc.1",
                    "2.0.0",
                    "2.0.0+b7",
                    "2.1",
                    "3.0.0",
                    "20240101120000.0");

    @Property(tries = 4000)
    void decidingIsTotalAndDeterministic(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        Settled settled = Decider.explain(facts, standing);

        assertThat(Decider.explain(facts, standing)).isEqualTo(settled);
        assertThat(settled.reasons())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(
                        reason ->
                                assertThat(reason.sentence())
                                        .endsWith(".")
                                        .doesNotContain("null", ".."));
    }

    @Property(tries = 4000)
    void everyRefusalHasAReasonThatHoldsAndNoGrantHasOne(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        for (Decision decision : List.of(Decider.decide(facts), Decider.explain(facts, standing))) {
            boolean held = decision.reasons().stream().anyMatch(DeciderPropertiesTest::holds);
            assertThat(held).isEqualTo(decision instanceof NotNow);
        }
    }

    @Property(tries = 4000)
    void aWithdrawnPackageIsNeverOffered(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        if (Decider.explain(facts, standing) instanceof Offer offer) {
            assertThat(facts.catalogue().withdrawn())
                    .noneMatch(bad -> bad.version().standsWith(offer.move().to().version()));
        }
    }

    @Property(tries = 4000)
    void pausesHaltsPinsAndPrefixesHoldEverybody(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        if (!(Decider.explain(facts, standing) instanceof Offer offer)) {
            return;
        }
        assertThat(facts.group().pausedBecause()).isNull();
        assertThat(facts.host().version()).isInstanceOf(ReadableVersion.class);
        assertThat(facts.host().holdAt(facts.now()) instanceof Host.Pinned).isFalse();
        VersionPrefix prefix = facts.host().wishes().prefix();
        assertThat(prefix == null || prefix.allows(offer.move().to().version())).isTrue();
        if (offer.move().rolloutId() != null) {
            assertThat(rollout(facts, offer).state())
                    .isInstanceOfAny(Rollout.Running.class, Rollout.Completed.class);
        }
    }

    @Property(tries = 4000)
    void newAttemptsNeedAnOpenWindowAndASlot(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        if (!(Decider.explain(facts, standing) instanceof Offer offer)
                || offer.slot() == Slot.HELD) {
            return;
        }
        Limits limits = offer.move().limits();
        long givenBack = standing.open() == null ? 0 : 1;
        assertThat(facts.group().windows().isOpen(facts.now())).isTrue();
        assertThat(standing.tally().open() - givenBack).isLessThan(limits.atOnce());
        assertThat(standing.tally().fullUntil(limits, facts.now())).isEmpty();
        assertThat(offer.slot() == Slot.REPLACED).isEqualTo(standing.open() != null);
    }

    @Property(tries = 4000)
    void hostsGoUpUnlessTheyAreSentBack(@ForAll("facts") Facts facts) {
        if (!(Decider.decide(facts) instanceof NeedsGrant(Move move, var _))) {
            return;
        }
        ReadableVersion version = facts.host().version().readable().orElseThrow();
        int step = move.to().version().compareTo(version);
        assertThat(move.downgrade()).isEqualTo(step < 0);
        if (step == 0) {
            assertThat(facts.host().wishes().sameVersion()).isTrue();
        }
        if (step < 0 && move.rolloutId() != null) {
            assertThat(facts.catalogue().withdrawn(version)).isPresent();
        }
        assertThat(move.target().version().compareTo(move.to().version())).isNotNegative();
    }

    /**
     * The first half's reasons stay; the second adds to them, unless the host holds the grant
     * already.
     */
    @Property(tries = 4000)
    void theSecondHalfNeverOverrulesTheFirst(
            @ForAll("facts") Facts facts, @ForAll("standings") Standing standing) {
        Preliminary first = Decider.decide(facts);
        Settled second = Decider.settle(first, standing, facts.now());

        switch (first) {
            case UpToDate upToDate -> assertThat(second).isEqualTo(upToDate);
            case NeedsGrant _ -> assertThat(second).isNotInstanceOf(UpToDate.class);
            case NotNow notNow -> {
                if (second instanceof Offer offer) {
                    assertThat(offer.slot()).isEqualTo(Slot.HELD);
                } else if (standing.open() == null) {
                    assertThat(second.reasons()).containsAll(notNow.reasons());
                }
            }
        }
    }

    /** From any version, over any floors: each above the one before, none left out, and an end. */
    @Property(tries = 1000)
    void theWayOverFloorsEndsAndSkipsNothing(
            @ForAll("versions") String start,
            @ForAll("versions") String target,
            @ForAll("floors") List<String> floors) {
        Given given = Given.host(start).rolling(Given.to(target));
        floors.forEach(given::floor);
        List<ReadableVersion> passed = new ArrayList<>();
        ReadableVersion at = ReadableVersion.of(start);
        while (Decider.decide(given.facts()) instanceof NeedsGrant(Move move, var _)) {
            assertThat(move.to().version()).isGreaterThan(at);
            at = move.to().version();
            passed.add(at);
            given = Given.host(at.text()).rolling(Given.to(target));
            floors.forEach(given::floor);
        }
        ReadableVersion end = ReadableVersion.of(target);
        List<ReadableVersion> due =
                floors.stream()
                        .map(ReadableVersion::of)
                        .filter(
                                floor ->
                                        floor.isNewerThan(ReadableVersion.of(start))
                                                && end.isNewerThan(floor))
                        .toList();

        assertThat(at.compareTo(end)).isNotNegative();
        assertThat(due).allSatisfy(floor -> assertThat(passed).anyMatch(floor::standsWith));
        assertThat(passed).hasSizeLessThanOrEqualTo(due.size() + 1);
    }

    /** The time that a refusal foretells is the time of the admission, to the nanosecond. */
    @Property
    void theForetoldTimeIsKept(@ForAll("machines") String machine, @ForAll("ramps") Ramp ramp) {
        Rollout rollout = Given.pace(Given.to("2.0.0"), ramp, Limits.NONE, Rollout.Canaries.NONE);
        if (Decider.decide(facts(machine, rollout, NOON)) instanceof NotNow refusal) {
            Reason.RampNotReached reason = (Reason.RampNotReached) refusal.reasons().getFirst();
            assertThat(reason.ever()).isEqualTo(reason.about() != null).isEqualTo(refusal.passes());
            if (reason.about() != null) {
                assertThat(Decider.decide(facts(machine, rollout, reason.about())))
                        .isInstanceOf(NeedsGrant.class);
                assertThat(Decider.decide(facts(machine, rollout, reason.about().minusNanos(1))))
                        .isInstanceOf(NotNow.class);
            }
        }
    }

    private static Facts facts(String machine, Rollout rollout, Instant now) {
        Host host = new Host(new MachineId(machine), Version.of("1.0.0"), Architecture.ARM64);
        return new Facts(host, new Facts.Group("g"), rollout, null, Facts.Catalogue.PLAIN, now);
    }

    private static boolean holds(Reason reason) {
        return reason.code().effect() != Effect.TELLS;
    }

    private static Rollout rollout(Facts facts, Offer offer) {
        Rollout rolling = facts.rolling();
        if (rolling != null && rolling.id().equals(offer.move().rolloutId())) {
            return rolling;
        }
        assertThat(facts.stable()).isNotNull();
        return Objects.requireNonNull(facts.stable());
    }

    @Provide
    Arbitrary<Facts> facts() {
        Arbitrary<Facts.Catalogue> catalogues =
                Combinators.combine(floors(), versions().list().ofMaxSize(2))
                        .as(
                                (floors, bad) ->
                                        new Facts.Catalogue(
                                                floors.stream()
                                                        .map(
                                                                text ->
                                                                        new Facts.Floor(
                                                                                Given.release(text),
                                                                                "x"))
                                                        .toList(),
                                                bad.stream()
                                                        .map(ReadableVersion::of)
                                                        .map(
                                                                version ->
                                                                        new Facts.Withdrawn(
                                                                                version, "y"))
                                                        .toList()));
        return Combinators.combine(
                        hosts(),
                        groups(),
                        rollouts("rolling").injectNull(0.2),
                        rollouts("stable").injectNull(0.3),
                        catalogues,
                        instants())
                .as(Facts::new);
    }

    @Provide
    Arbitrary<Standing> standings() {
        Arbitrary<@Nullable Attempt> attempts =
                Combinators.combine(
                                Arbitraries.of("rolling", "stable", "older").injectNull(0.1),
                                versions().map(text -> Given.release(text).id()),
                                Arbitraries.of(Stage.class))
                        .as(Attempt::new)
                        .injectNull(0.5);
        Arbitrary<Tally> tallies =
                Combinators.combine(
                                Arbitraries.longs().between(0, 3),
                                instants().injectNull(0.3),
                                Arbitraries.longs().between(0, 3))
                        .as(Tally::new);
        return Combinators.combine(
                        attempts,
                        tallies,
                        versions().map(ReadableVersion::of).list().ofMaxSize(1),
                        versions().map(text -> Given.release(text).id()).set().ofMaxSize(1))
                .as(Standing::new);
    }

    @Provide
    Arbitrary<String> versions() {
        return Arbitraries.of(VERSIONS);
    }

    @Provide
    Arbitrary<List<String>> floors() {
        return versions().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> machines() {
        return Arbitraries.strings()
                .ascii()
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(text -> !text.isBlank());
    }

    @Provide
    Arbitrary<Ramp> ramps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.longs().between(0, 1L << 50))
                .as(
                        (one, other, nanos) ->
                                new Ramp(
                                        new Share(Math.min(one, other)),
                                        List.of(
                                                new Ramp.Frame(
                                                        new Share(Math.max(one, other)),
                                                        Duration.ofNanos(nanos)))));
    }

    private Arbitrary<Host> hosts() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<Host.Wishes> wishes =
                Combinators.combine(
                                flags,
                                flags,
                                flags,
                                flags,
                                Arbitraries.of("1", "2.", "2.0.0$", "x")
                                        .map(VersionPrefix::new)
                                        .injectNull(0.7))
                        .as(Host.Wishes::new);
        Arbitrary<Host.@Nullable Hold> holds =
                Combinators.combine(flags, instants(), versions())
                        .as(
                                (pin, until, version) ->
                                        pin
                                                ? (Host.Hold) new Host.Pinned(until, "ann", "z")
                                                : new Host.Aimed(
                                                        Given.release(version), until, "ann", "z"))
                        .injectNull(0.6);
        return Combinators.combine(
                        machines().map(MachineId::new),
                        Arbitraries.oneOf(
                                        versions(),
                                        versions(),
                                        Arbitraries.of("", "ForcedUpdate", "x.y", "\0", "-1"))
                                .map(Version::of),
                        Arbitraries.of(Architecture.AMD64, Architecture.of("mips")).injectNull(0.2),
                        wishes,
                        flags,
                        holds)
                .as(Host::new);
    }

    private Arbitrary<Facts.Group> groups() {
        Windows nights =
                new Windows(
                        ZoneId.of("Europe/Berlin"),
                        List.of(
                                new Windows.Weekly(
                                        Set.of(DayOfWeek.values()),
                                        LocalTime.of(22, 0),
                                        LocalTime.of(6, 0))),
                        List.of(
                                new Windows.Closed(
                                        LocalDate.of(2026, 3, 1),
                                        LocalDate.of(9999, 12, 31),
                                        "w")));
        return Combinators.combine(
                        Arbitraries.of("why").injectNull(0.8),
                        Arbitraries.of(Windows.ALWAYS, Windows.ALWAYS, Given.MONDAY_NIGHT, nights),
                        Arbitraries.of(true, false))
                .as((paused, windows, forced) -> new Facts.Group("g", paused, windows, forced));
    }

    private Arbitrary<Rollout> rollouts(String id) {
        HaltRule.Crossed crossed = new HaltRule.Crossed(1, 2, 0.5, 0.2, 0.1);
        Arbitrary<Rollout.State> states =
                Arbitraries.of(
                        new Rollout.Running(),
                        new Rollout.Running(),
                        new Rollout.Completed(),
                        new Rollout.Paused(""),
                        new Rollout.Halted("by rule", crossed),
                        new Rollout.Halted("by hand.", null));
        Arbitrary<Limits> limits =
                Arbitraries.of(
                        Limits.NONE,
                        Limits.atOnce(0),
                        Limits.atOnce(2),
                        Limits.perPeriod(2, Duration.ofHours(5)));
        Arbitrary<Rollout.Canaries> canaries =
                Arbitraries.of(
                        Rollout.Canaries.NONE,
                        new Rollout.Canaries(2, 1, null),
                        new Rollout.Canaries(2, 2, NOON));
        Arbitrary<Rollout.Pace> paces =
                Combinators.combine(
                                Arbitraries.oneOf(ramps(), Arbitraries.of(Ramp.INSTANT)),
                                limits,
                                canaries)
                        .as(Rollout.Pace::new);
        Arbitrary<EffectiveTime> times =
                Combinators.combine(
                                Arbitraries.longs().between(0, 1L << 20),
                                instants().injectNull(0.3))
                        .as(
                                (seconds, since) ->
                                        new EffectiveTime(Duration.ofSeconds(seconds), since));
        return Combinators.combine(versions(), states, paces, times, Arbitraries.of(true, false))
                .as(
                        (version, state, pace, time, down) ->
                                new Rollout(id, Given.release(version), state, pace, time, down));
    }

    private static Arbitrary<Instant> instants() {
        Instant first = Instant.EPOCH;
        Instant last = Instant.parse("9999-12-31T23:59:59Z");
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-1_000_000, 1_000_000).map(NOON::plusSeconds),
                Arbitraries.of(first, last));
    }
}
