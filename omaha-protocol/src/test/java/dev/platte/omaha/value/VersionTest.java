package dev.platte.omaha.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.4, 1.005",
        "1.0.0, 1.0.1",
        "1.9.0, 1.10.0",
        "1.0, 1.0.0.1",
        "3340.0.0, 3374.2.5",
        "1.0.0-alpha, 1.0.0",
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-beta.2, 1.0.0-beta.11",
        "1.0.0-rc.1, 1.0.0",
        "1.0.0-99999999999999999998, 1.0.0-99999999999999999999",
        "2147483647.0.0, 2147483648.0.0",
        "9223372036854775807, 9223372036854775808",
        "99999999999999999999999999999999998, 99999999999999999999999999999999999",
        "0.1.1-r1, 0.1.1"
    })
    void rightIsNewerThanLeft(String older, String newer) {
        ReadableVersion left = ReadableVersion.of(older);
        ReadableVersion right = ReadableVersion.of(newer);

        assertThat(right.isNewerThan(left)).isTrue();
        assertThat(left.isNewerThan(right)).isFalse();
        assertThat(left.standsWith(right)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0.0.0",
        "01.002, 1.2",
        "3340.0.0+nightly-20220823-2100, 3340.0.0",
        "1234.5.0+2024-01-02-0304, 1234.5.0+other",
        "1.0.0-01, 1.0.0-1",
        "0, 0.0.0.0"
    })
    void bothStandAtTheSamePlace(String left, String right) {
        assertThat(ReadableVersion.of(left).standsWith(ReadableVersion.of(right))).isTrue();
        assertThat(Version.of(left)).isNotEqualTo(Version.of(right));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ForcedUpdate",
                "1..2",
                ".1",
                "1.",
                "1.0.0-",
                "1.0.0+",
                "1.0.0-a..b",
                "1.0.0-ä",
                "1,0",
                " 1.0",
                "1.0\n",
                "-1",
                "١.٢",
                "1.0.0+a+b",
                "v1.0"
            })
    void whatCannotBeReadIsKeptAsItWasSaidAndSaysWhy(String text) {
        Version version = Version.of(text);

        assertThat(version).isInstanceOf(UnreadableVersion.class);
        assertThat(version.text()).isEqualTo(text);
        assertThat(version.readable()).isEmpty();
        assertThat(((UnreadableVersion) version).why()).isNotBlank();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadableVersion.of(text))
                .withMessageContaining("cannot be read");
    }

    @Test
    void versionsBeyondTheBoundAreUnreadable() {
        assertThat(Version.of("1".repeat(256)).readable()).isPresent();
        assertThat(Version.of("1".repeat(257)).readable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3.4, true",
        "1.2.3, 1.2.3, true",
        "1.2.3, 1.2.34, false",
        "1.2., 1.2.9, true",
        "1.2.3$, 1.2.3, true",
        "1.2.3$, 1.2.3.4, false",
        "1.2.3$, 1.2.3+build, true",
        "stable, 1.2.3, false"
    })
    void prefixAllowsWholeNumbersOnly(String prefix, String version, boolean allowed) {
        assertThat(new VersionPrefix(prefix).allows(ReadableVersion.of(version)))
                .isEqualTo(allowed);
    }

    @Property
    void anyTextHasAVersionThatRemembersIt(@ForAll String text) {
        assertThat(Version.of(text).text()).isEqualTo(text);
    }

    @Property
    void orderIsTotalAndTransitive(
            @ForAll("versions") ReadableVersion a,
            @ForAll("versions") ReadableVersion b,
            @ForAll("versions") ReadableVersion c) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        List<ReadableVersion> sorted = List.of(a, b, c).stream().sorted().toList();
        assertThat(sorted.get(0)).isLessThanOrEqualTo(sorted.get(1));
        assertThat(sorted.get(1)).isLessThanOrEqualTo(sorted.get(2));
        assertThat(sorted.get(0)).isLessThanOrEqualTo(sorted.get(2));
    }

    @Provide
    Arbitrary<ReadableVersion> versions() {
        Arbitrary<String> numbers =
                Arbitraries.integers()
                        .between(0, 3)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(list -> String.join(".", list.stream().map(String::valueOf).toList()));
        Arbitrary<String> tail =
                Arbitraries.of("", "-a", "-a.1", "-1", "-1.2", "-a-b", "+x", "-1+x", "-rc.1");
        return numbers.flatMap(head -> tail.map(end -> ReadableVersion.of(head + end)));
    }
}
