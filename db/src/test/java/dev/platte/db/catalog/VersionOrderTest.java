package dev.platte.db.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.verb.RefusedException;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class VersionOrderTest {

    @Test
    void ordersAsSemVerDoes() {
        List<String> rising =
                List.of(
                        "0.9",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.0.1",
                        "1.2",
                        "1.10",
                        "3510.2.0",
                        "20240101120000.0.0");
        assertThat(rising).isSortedAccordingTo(Comparator.comparing(VersionOrder::of));
        assertThat(rising.stream().map(VersionOrder::of)).doesNotHaveDuplicates();
    }

    @Test
    void trailingZerosAndBuildMetadataDoNotCount() {
        assertThat(VersionOrder.of("1.0.0+build.5")).isEqualTo(VersionOrder.of("01"));
    }

    @Test
    void otherTextsAreNoVersions() {
        for (String text : List.of("", "v1", "1.", "1..2", "1.0-", "1 0", "1".repeat(200))) {
            assertThatThrownBy(() -> VersionOrder.of(text)).isInstanceOf(RefusedException.class);
        }
    }

    @Property(tries = 300)
    void numbersOrderByValue(
            @ForAll @Size(3) List<@IntRange(max = 120) Integer> one,
            @ForAll @Size(3) List<@IntRange(max = 120) Integer> other) {
        int expected = 0;
        for (int i = 0; i < 3 && expected == 0; i++) {
            expected = Integer.compare(one.get(i), other.get(i));
        }
        assertThat(Integer.signum(key(one).compareTo(key(other)))).isEqualTo(expected);
    }

    private static String key(List<Integer> numbers) {
        return VersionOrder.of(numbers.get(0) + "." + numbers.get(1) + "." + numbers.get(2));
    }
}
