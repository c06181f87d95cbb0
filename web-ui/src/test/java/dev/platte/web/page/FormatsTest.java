package dev.platte.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.PackageState;
import dev.platte.db.fleet.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Formats format = new Formats(NOON);

    @ParameterizedTest
    @CsvSource({
        "0, just now",
        "9, just now",
        "10, 10 s ago",
        "59, 59 s ago",
        "60, 1 min ago",
        "3599, 59 min ago",
        "3600, 1 h ago",
        "86399, 23 h ago",
        "86400, 1 day ago",
        "172800, 2 days ago",
        "5184000, 2 months ago",
        "63072000, 2 years ago",
        "-9, just now",
        "-60, in 1 min",
        "-90000, in 1 day",
    })
    void timesAreRelativeAndRoundedDown(long secondsAgo, String expected) {
        assertThat(format.relative(NOON.minusSeconds(secondsAgo))).isEqualTo(expected);
    }

    @Test
    void exactTimesSayTheirZone() {
        assertThat(format.exact(NOON.plusMillis(900))).isEqualTo("2026-03-01 12:00:00 UTC");
        assertThat(format.machine(NOON.plusMillis(900))).isEqualTo("2026-03-01T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "999, 999 bytes",
        "1023, 1.00 KiB",
        "1024, 1.00 KiB",
        "10239, 10.0 KiB",
        "342884352, 327 MiB",
        "1567000000, 1.46 GiB",
        "9223372036854775807, 8.00 EiB",
    })
    void sizesHaveThreeDigitsAndABinaryUnit(long bytes, String expected) {
        assertThat(format.bytes(bytes)).isEqualTo(expected);
    }

    @Property
    void aSizeNeverHasMoreThanThreeDigits(@ForAll @LongRange(min = 1024) long bytes) {
        assertThat(format.bytes(bytes).replaceAll("[^0-9]", "")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0 %",
        "0, 9, 0 %",
        "1, 1000, < 1 %",
        "1, 2, 50 %",
        "999, 1000, > 99 %",
        "7, 7, 100 %",
    })
    void onlyNothingIsZeroAndOnlyEverythingIsAHundred(long part, long whole, String expected) {
        assertThat(format.share(part, whole)).isEqualTo(expected);
    }

    @Test
    void everyStateHasAWordAndALookOfItsOwn() {
        assertThat(Arrays.stream(HostState.values()).map(Mark::of).map(Mark::word))
                .doesNotHaveDuplicates();
        assertThat(
                        Stream.of(HostState.FAILED, HostState.FELL_BACK, HostState.TIMED_OUT)
                                .map(Mark::of)
                                .map(Mark::name))
                .as("shapes of what hurts")
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(PackageState.values()).map(Mark::of).map(Mark::word))
                .doesNotHaveDuplicates();
    }

    @Test
    void lengthsTakeTheLargestUnitThatFits() {
        assertThat(Formats.length(Duration.ofMinutes(90))).isEqualTo("1 h");
    }
}
