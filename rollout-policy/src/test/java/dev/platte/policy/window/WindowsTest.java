package dev.platte.policy.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.policy.window.Windows.Closed;
import dev.platte.policy.window.Windows.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

    /**
     * Days around clock changes: spring, autumn, at midnight, by half an hour, a whole date
     * skipped, twice a year.
     */
    private static final List<ZonedDateTime> CHANGES =
            List.of(
                    at("Europe/Berlin", "2026-03-29"),
                    at("Europe/Berlin", "2026-10-25"),
                    at("America/New_York", "2026-03-08"),
                    at("America/New_York", "2026-11-01"),
                    at("Australia/Lord_Howe", "2026-04-05"),
                    at("Australia/Lord_Howe", "2026-10-04"),
                    at("America/Sao_Paulo", "2018-11-04"),
                    at("America/Sao_Paulo", "2018-02-18"),
                    at("America/St_Johns", "2010-11-07"),
                    at("America/St_Johns", "2010-03-14"),
                    at("Pacific/Apia", "2011-12-30"),
                    at("Africa/Casablanca", "2026-02-15"),
                    at("Asia/Kolkata", "2026-06-01"));

    private static final Weekly OFFICE =
            new Weekly(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(9, 0),
                    LocalTime.of(17, 0));
    private static final Weekly SATURDAY_NIGHT =
            new Weekly(Set.of(DayOfWeek.SATURDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));
    private static final Weekly SUNDAY_HALF_PAST_TWO =
            new Weekly(Set.of(DayOfWeek.SUNDAY), LocalTime.of(2, 15), LocalTime.of(2, 45));

    @ParameterizedTest
    @CsvSource({
        // Friday, Saturday, Sunday in March; the clock goes forward on 2026-03-29 at 01:00Z
        "office,   2026-03-27T07:59:59Z, 2026-03-27T08:00:00Z",
        "office,   2026-03-27T15:59:59Z, open",
        "office,   2026-03-27T16:00:00Z, 2026-03-30T07:00:00Z",
        "saturday, 2026-03-28T20:59:59Z, 2026-03-28T21:00:00Z",
        "saturday, 2026-03-29T03:59:59Z, open",
        "saturday, 2026-03-29T04:00:00Z, 2026-04-04T20:00:00Z",
        // skipped on 2026-03-29, twice on 2026-10-25
        "sunday,   2026-03-28T12:00:00Z, 2026-04-05T00:15:00Z",
        "sunday,   2026-10-25T00:14:59Z, 2026-10-25T00:15:00Z",
        "sunday,   2026-10-25T00:45:00Z, 2026-10-25T01:15:00Z",
        "sunday,   2026-10-25T01:45:00Z, 2026-11-01T01:15:00Z",
    })
    void windowsFollowTheClockOnTheWall(String window, Instant now, String next) {
        Weekly weekly =
                switch (window) {
                    case "office" -> OFFICE;
                    case "saturday" -> SATURDAY_NIGHT;
                    default -> SUNDAY_HALF_PAST_TWO;
                };
        Windows windows = new Windows(ZoneId.of("Europe/Berlin"), List.of(weekly), List.of());

        assertThat(windows.isOpen(now)).isEqualTo(next.equals("open"));
        assertThat(windows.nextOpen(now)).contains(next.equals("open") ? now : Instant.parse(next));
    }

    /** Newfoundland set its clocks back from Sunday 00:01 to Saturday 23:01. */
    @Test
    void midnightBeforeTheClockIsSetBackOverItComesFirst() {
        Weekly saturday =
                new Weekly(Set.of(DayOfWeek.SATURDAY), LocalTime.of(22, 0), LocalTime.of(23, 30));
        Weekly sunday =
                new Weekly(Set.of(DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, LocalTime.of(1, 0));
        Windows windows =
                new Windows(ZoneId.of("America/St_Johns"), List.of(saturday, sunday), List.of());

        assertThat(windows.nextOpen(Instant.parse("2010-11-07T02:15:00Z")))
                .contains(Instant.parse("2010-11-07T02:30:00Z"));
        assertThat(windows.nextOpen(Instant.parse("2010-11-07T03:05:00Z")))
                .contains(Instant.parse("2010-11-07T03:30:00Z"));
    }

    @Test
    void closedDatesCloseAlsoTheRestOfYesterdaysWindow() {
        Windows windows =
                new Windows(
                        ZoneId.of("UTC"),
                        List.of(SATURDAY_NIGHT),
                        List.of(
                                new Closed(
                                        LocalDate.of(2026, 3, 29),
                                        LocalDate.of(2026, 4, 4),
                                        "Easter")));

        assertThat(windows.isOpen(Instant.parse("2026-03-28T23:59:59Z"))).isTrue();
        assertThat(windows.isOpen(Instant.parse("2026-03-29T00:00:00Z"))).isFalse();
        assertThat(windows.nextOpen(Instant.parse("2026-03-29T00:00:00Z")))
                .contains(Instant.parse("2026-04-05T00:00:00Z"));
    }

    @Test
    void withoutWindowsOnlyClosedDatesClose() {
        Windows windows =
                new Windows(
                        ZoneId.of("Asia/Tokyo"),
                        List.of(),
                        List.of(
                                new Closed(
                                        LocalDate.of(2026, 12, 24),
                                        LocalDate.of(2027, 1, 3),
                                        "holidays")));

        assertThat(Windows.ALWAYS.isOpen(Instant.EPOCH)).isTrue();
        assertThat(windows.nextOpen(Instant.parse("2026-12-24T00:00:00Z")))
                .contains(Instant.parse("2027-01-03T15:00:00Z"));
    }

    @Test
    void yearsOfClosedDatesAreOverAtOnce() {
        Windows never =
                new Windows(
                        ZoneId.of("UTC"),
                        List.of(OFFICE),
                        List.of(
                                new Closed(
                                        LocalDate.of(2026, 1, 1),
                                        LocalDate.of(9999, 12, 31),
                                        "for good")));
        Windows late =
                new Windows(
                        ZoneId.of("UTC"),
                        List.of(OFFICE),
                        List.of(
                                new Closed(
                                        LocalDate.of(2026, 1, 1),
                                        LocalDate.of(2999, 12, 31),
                                        "long")));

        assertThat(late.nextOpen(Instant.parse("2026-01-01T12:00:00Z")))
                .contains(Instant.parse("3000-01-01T09:00:00Z"));
        assertThat(never.nextOpen(Instant.parse("2026-01-01T12:00:00Z")))
                .contains(Instant.parse("+10000-01-03T09:00:00Z"));
    }

    @Test
    void wrongWindowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Weekly(Set.of(), LocalTime.MIN, LocalTime.NOON));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Closed(LocalDate.of(2026, 2, 2), LocalDate.of(2026, 2, 1), "x"));
    }

    /**
     * Second guess: for each quarter of an hour ask java.time what the wall shows, and look along a
     * line of minutes.
     */
    @Property(tries = 400)
    void windowsAgreeWithALookAtEveryMinute(
            @ForAll("changes") ZonedDateTime change,
            @ForAll("weeklies") List<Weekly> weekly,
            @ForAll("spans") int span) {
        ZoneId zone = change.getZone();
        LocalDate day = change.toLocalDate();
        List<Closed> closed =
                span < 0 ? List.of() : List.of(new Closed(day, day.plusDays(span), "x"));
        Windows windows = new Windows(zone, weekly, closed);
        Instant start = change.toInstant().minus(Duration.ofHours(30));
        int minutes = 11 * 24 * 60;
        boolean[] open = new boolean[minutes];
        for (int i = 0; i < minutes; i++) {
            open[i] = shown(start.plusSeconds(i * 60L).atZone(zone), weekly, closed);
        }
        for (int i = 0; i < 3 * 24 * 60; i += 15) {
            Instant now = start.plusSeconds(i * 60L);
            assertThat(windows.isOpen(now)).isEqualTo(open[i]);
            Optional<Instant> brute =
                    firstFrom(open, i).map(minute -> start.plusSeconds(minute * 60L));
            if (brute.isPresent()) {
                assertThat(windows.nextOpen(now)).isEqualTo(brute);
            } else {
                Instant end = start.plusSeconds(minutes * 60L);
                assertThat(windows.nextOpen(now))
                        .hasValueSatisfying(next -> assertThat(next).isAfterOrEqualTo(end));
            }
        }
    }

    private static Optional<Integer> firstFrom(boolean[] open, int from) {
        for (int i = from; i < open.length; i++) {
            if (open[i]) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Minutes of the week, so that no sentence of the code under test is repeated here. */
    private static boolean shown(ZonedDateTime wall, List<Weekly> weekly, List<Closed> closed) {
        LocalDate date = wall.toLocalDate();
        if (closed.stream()
                .anyMatch(span -> !(date.isBefore(span.first()) || date.isAfter(span.last())))) {
            return false;
        }
        int now =
                (wall.getDayOfWeek().getValue() - 1) * 1440
                        + wall.getHour() * 60
                        + wall.getMinute();
        for (Weekly window : weekly) {
            int from = window.from().toSecondOfDay() / 60;
            int to = window.to().toSecondOfDay() / 60;
            int length = to > from ? to - from : to - from + 1440;
            for (DayOfWeek day : window.days()) {
                int opens = (day.getValue() - 1) * 1440 + from;
                if (Math.floorMod(now - opens, 7 * 1440) < length) {
                    return true;
                }
            }
        }
        return weekly.isEmpty();
    }

    @Provide
    Arbitrary<ZonedDateTime> changes() {
        return Arbitraries.of(CHANGES);
    }

    @Provide
    Arbitrary<Integer> spans() {
        return Arbitraries.of(-1, -1, 0, 1, 3);
    }

    @Provide
    Arbitrary<List<Weekly>> weeklies() {
        Arbitrary<Set<DayOfWeek>> days =
                Arbitraries.of(DayOfWeek.class).set().ofMinSize(1).ofMaxSize(7);
        Arbitrary<LocalTime> times =
                Arbitraries.integers()
                        .between(0, 24 * 4 - 1)
                        .edgeCases(edges -> edges.add(0, 4, 8, 9, 10, 12, 95))
                        .map(quarter -> LocalTime.MIN.plusMinutes(quarter * 15L));
        return Combinators.combine(days, times, times)
                .as(Weekly::new)
                .list()
                .ofMinSize(0)
                .ofMaxSize(3);
    }

    private static ZonedDateTime at(String zone, String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneId.of(zone));
    }
}
