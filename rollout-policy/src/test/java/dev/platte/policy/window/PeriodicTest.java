package dev.platte.policy.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.policy.window.Periodic.Period;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicTest {

    /** locksmith's own examples (its pkg/timeutil/periodic_test.go), in its zone. */
    @ParameterizedTest
    @CsvSource({
        "00:15,     10s, 2015-05-21T00:00:00, PT15M",
        "00:00,     1h,  2015-05-21T00:00:00, PT0S",
        "00:00,     1h,  2015-05-21T00:00:01, PT-1S",
        "02:33,     10h, 2015-05-21T12:33:00, PT-10H",
        "02:33,     10h, 2015-05-21T12:33:01, PT13H59M59S",
        "23:05,     11h, 2015-05-21T09:33:01, PT-10H-28M-1S",
        "Thu 00:15, 10s, 2015-05-21T00:00:00, PT15M",
        "Thu 00:00, 1h,  2015-05-21T00:00:00, PT0S",
        "Sun 00:00, 1h,  2015-05-17T00:00:01, PT-1S",
        "Sun 02:33, 10h, 2015-05-17T12:33:00, PT-10H",
        "Sat 23:05, 11h, 2015-05-17T09:33:01, PT-10H-28M-1S",
        "Mon 9:00,  1h,  2015-05-30T23:00:00, PT34H",
    })
    void locksmithsExamplesComeOutTheSame(
            String start, String length, LocalDateTime now, Duration toStart) {
        ZoneId zone = ZoneId.of("America/Los_Angeles");

        assertThat(Periodic.parse(start, length).toStart(now.atZone(zone).toInstant(), zone))
                .isEqualTo(toStart);
    }

    @ParameterizedTest
    @CsvSource({"14:00, 1h", "9:5, 1h30m", "SAT 23:59, 167h59m", "sat 0:00, 0", "02:00, +1.5h"})
    void whatLocksmithReadsIsRead(String start, String length) {
        assertThat(Periodic.parse(start, length)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "25:00, 1h",
        "23:61, 1h",
        "14, 1h",
        "foo 14:00, 1h",
        "sat 14:00, 1j",
        "sat 14:00, -1h",
        "sat 14:00 1234, 1h",
        "sat, 1h",
        "02:00pm, 1h",
        "Saturday 02:00, 1h",
        "02:00, 24h",
        "Sat 02:00, 168h",
        "'', 1h",
    })
    void whatCannotBeMeantIsRefused(String start, String length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Periodic.parse(start, length));
    }

    @Test
    void theLastInstantIsOutsideButForLocksmithsCount() {
        Periodic window = Periodic.parse("02:33", "10h");
        Instant end = Instant.parse("2015-05-21T12:33:00Z");

        assertThat(window.open(end.minusNanos(1), ZoneOffset.UTC)).isPresent();
        assertThat(window.open(end, ZoneOffset.UTC)).isEmpty();
        assertThat(window.toStart(end, ZoneOffset.UTC)).isEqualTo(Duration.ofHours(-10));
    }

    /** Berlin, 2026-03-29: 02:00 is followed by 03:00; 2026-10-25: 03:00 by 02:00. */
    @ParameterizedTest
    @CsvSource({
        "01:00, 3h, 2026-03-29T00:30:00Z, 2026-03-29T00:00:00Z, 2026-03-29T03:00:00Z",
        "02:30, 1h, 2026-03-29T01:45:00Z, 2026-03-29T01:30:00Z, 2026-03-29T02:30:00Z",
        "01:00, 3h, 2026-10-25T01:30:00Z, 2026-10-24T23:00:00Z, 2026-10-25T02:00:00Z",
        "02:30, 1h, 2026-10-25T01:00:00Z, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
    })
    void aWindowKeepsItsLengthWhenTheClockIsChanged(
            String start, String length, Instant now, Instant from, Instant to) {
        assertThat(Periodic.parse(start, length).previous(now, ZoneId.of("Europe/Berlin")))
                .isEqualTo(new Period(from, to));
    }

    /** Every change of every zone's clock from 1970 to 2037. */
    @Test
    void periodsAreWhatTheZonesRulesSayAroundEveryChange() {
        Random random = new Random(2026);
        int changes = 0;
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            Instant end = Instant.parse("2038-01-01T00:00:00Z");
            ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.EPOCH);
            while (change != null && change.getInstant().isBefore(end)) {
                changes++;
                check(zone, change, random);
                change = zone.getRules().nextTransition(change.getInstant());
            }
        }
        assertThat(changes).isGreaterThan(20_000);
    }

    private static void check(ZoneId zone, ZoneOffsetTransition change, Random random) {
        DayOfWeek day = random.nextBoolean() ? null : DayOfWeek.of(1 + random.nextInt(7));
        // Most often a time near the one that is skipped or repeated.
        LocalTime time =
                change.getDateTimeBefore()
                        .plusMinutes(random.nextInt(181) - 90)
                        .toLocalTime()
                        .withSecond(0);
        Periodic window = new Periodic(day, time, Duration.ofMinutes(random.nextInt(600)));
        Instant now = change.getInstant().plusSeconds(random.nextInt(200_000) - 100_000);
        TreeSet<Instant> starts = starts(window, zone, now, 21);

        assertThat(window.previous(now, zone).start())
                .as("%s in %s at %s", window, zone, now)
                .isEqualTo(starts.floor(now));
        assertThat(window.next(now, zone).start())
                .as("%s in %s at %s", window, zone, now)
                .isEqualTo(starts.higher(now));
    }

    /** By the zone's rules alone, for so many dates around an instant. */
    private static TreeSet<Instant> starts(Periodic window, ZoneId zone, Instant now, int dates) {
        ZoneRules rules = zone.getRules();
        TreeSet<Instant> starts = new TreeSet<>();
        LocalDate date = LocalDate.ofInstant(now, zone).minusDays(dates / 2);
        for (int i = 0; i < dates; i++, date = date.plusDays(1)) {
            if (window.day() != null && window.day() != date.getDayOfWeek()) {
                continue;
            }
            LocalDateTime wall = date.atTime(window.start());
            ZoneOffsetTransition change = rules.getTransition(wall);
            ZoneOffset offset = change == null ? rules.getOffset(wall) : change.getOffsetBefore();
            starts.add(wall.toInstant(offset));
        }
        return starts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h30m", "1.5h", "90m", "5400s", "1h29m59.999999999s1ns", "+1h30m"})
    void lengthsAreReadAsGoReadsThem(String text) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void smallUnitsAndSignsCount() {
        assertThat(GoDuration.parse("0")).isZero();
        assertThat(GoDuration.parse("-.5s")).isEqualTo(Duration.ofMillis(-500));
        assertThat(GoDuration.parse("1.h")).isEqualTo(Duration.ofHours(1));
        assertThat(GoDuration.parse("1us2µs3μs")).isEqualTo(Duration.ofNanos(6_000));
        assertThat(GoDuration.parse("1.9ns")).isEqualTo(Duration.ofNanos(1));
        for (String bad :
                List.of("", "1", "h", "1d", "1h 30m", "1h-30m", "--1h", "3000000h", ".s")) {
            assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(bad));
        }
    }

    // ------------------------------------------------------------------ several windows

    private static final Instant SUNDAY = Instant.parse("2026-03-01T00:00:00Z");

    /** Second guess: what every minute says alone. */
    @Property(tries = 300)
    void severalWindowsAgreeWithALookAtEveryMinute(
            @ForAll("windows") List<Periodic> windows,
            @ForAll("spans") List<Windows.Closed> closed) {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        RebootWindows reboots = new RebootWindows(zone, windows, closed);
        int minutes = 20 * 24 * 60;
        // Three weeks around the spring's change.
        Instant start = SUNDAY.plus(Duration.ofDays(18));
        List<TreeSet<Instant>> starts =
                windows.stream()
                        .map(one -> starts(one, zone, start.plus(Duration.ofDays(10)), 40))
                        .toList();
        boolean[] open = new boolean[minutes];
        for (int i = 0; i < minutes; i++) {
            Instant at = start.plusSeconds(i * 60L);
            LocalDate date = LocalDate.ofInstant(at, zone);
            boolean shut = closed.stream().anyMatch(span -> covers(span, date));
            boolean any = windows.isEmpty();
            for (int w = 0; w < windows.size(); w++) {
                Instant begin = starts.get(w).floor(at);
                any |= at.isBefore(begin.plus(windows.get(w).length()));
            }
            open[i] = any && !shut;
        }
        for (int i = 0; i < 12 * 24 * 60; i += 97) {
            Instant now = start.plusSeconds(i * 60L);
            assertThat(reboots.isOpen(now)).as("%s at %s", reboots, now).isEqualTo(open[i]);
            int next = i;
            while (next < minutes && !open[next]) {
                next++;
            }
            if (next < minutes) {
                assertThat(reboots.nextOpen(now)).contains(start.plusSeconds(next * 60L));
            }
            int end = i;
            while (end < minutes && open[end]) {
                end++;
            }
            if (end < minutes) {
                assertThat(reboots.openUntil(now)).isEqualTo(start.plusSeconds(end * 60L));
            }
        }
    }

    private static boolean covers(Windows.Closed span, LocalDate date) {
        return !date.isBefore(span.first()) && !date.isAfter(span.last());
    }

    @Provide
    Arbitrary<List<Periodic>> windows() {
        Arbitrary<DayOfWeek> days = Arbitraries.of(DayOfWeek.class).injectNull(0.3);
        Arbitrary<Integer> times = Arbitraries.integers().between(0, 24 * 12 - 1);
        Arbitrary<Integer> lengths = Arbitraries.integers().between(0, 23 * 12);
        return Combinators.combine(days, times, lengths)
                .as(
                        (day, time, length) ->
                                new Periodic(
                                        day,
                                        LocalTime.MIN.plusMinutes(time * 5L),
                                        Duration.ofMinutes(length * 5L)))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Windows.Closed>> spans() {
        LocalDate first = LocalDate.of(2026, 3, 20);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, 4))
                .as(
                        (from, days) ->
                                new Windows.Closed(
                                        first.plusDays(from), first.plusDays(from + days), "x"))
                .list()
                .ofMaxSize(2);
    }

    @Test
    void withoutWindowsItIsAlwaysOpenUntilADateIsClosed() {
        ZoneId zone = ZoneId.of("Asia/Tokyo");
        Windows.Closed holidays =
                new Windows.Closed(LocalDate.of(2026, 12, 24), LocalDate.of(2027, 1, 3), "x");
        RebootWindows some = new RebootWindows(zone, List.of(), List.of(holidays));

        assertThat(RebootWindows.always(zone).openUntil(SUNDAY)).isEqualTo(Instant.MAX);
        assertThat(some.openUntil(SUNDAY)).isEqualTo(Instant.parse("2026-12-23T15:00:00Z"));
        assertThat(some.nextOpen(Instant.parse("2026-12-24T00:00:00Z")))
                .contains(Instant.parse("2027-01-03T15:00:00Z"));
    }

    @Test
    void windowsThatFollowEachOtherAreOne() {
        List<Periodic> all = new ArrayList<>();
        all.add(Periodic.parse("22:00", "2h"));
        all.add(Periodic.parse("Sun 00:00", "4h"));
        RebootWindows windows = new RebootWindows(ZoneOffset.UTC, all, List.of());

        assertThat(windows.openUntil(Instant.parse("2026-02-28T23:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-01T04:00:00Z"));
    }

    @Test
    void aWindowWithoutLengthNeverOpens() {
        RebootWindows windows =
                new RebootWindows(ZoneOffset.UTC, List.of(Periodic.parse("02:00", "0")), List.of());

        assertThat(windows.nextOpen(SUNDAY)).isEmpty();
    }
}
