package dev.platte.server.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.payload.Selection.Part;
import dev.platte.server.payload.Selection.Unsatisfiable;
import dev.platte.server.payload.Selection.Whole;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 99",
        "bytes=5-9, 5, 9",
        "bytes=99-, 99, 99",
        "bytes=90-1000, 90, 99",
        "bytes=90-99999999999999999999999, 90, 99",
        "bytes=-1, 99, 99",
        "bytes=-100, 0, 99",
        "bytes=-101, 0, 99",
        "bytes=-99999999999999999999999, 0, 99",
        "BYTES=5-9, 5, 9",
        "bytes= 5-9 , 5, 9"
    })
    void oneRangeSelectsItsBytes(String header, long first, long last) {
        assertThat(Selection.of(header, 100)).isEqualTo(new Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=100-", "bytes=100-200", "bytes=99999999999999999999-", "bytes=-0"})
    void aRangeBeyondTheEndIsUnsatisfiable(String header) {
        assertThat(Selection.of(header, 100)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=9-5",
                "bytes=a-b",
                "bytes=0x1-5",
                "bytes=1-5-9",
                "bytes=+1-5",
                "lines=1-5",
                "bytes=0-1,5-9",
                "bytes=0-0,0-0,0-0,0-0",
                "bytes 0-5"
            })
    void whatIsNotOneRangeSelectsTheWhole(String header) {
        assertThat(Selection.of(header, 100)).isEqualTo(new Whole());
    }

    @Property
    void aPartIsAlwaysInside(
            @ForAll @LongRange(min = 0, max = 300) long first,
            @ForAll @LongRange(min = 0, max = 300) long last,
            @ForAll @LongRange(min = 0, max = 200) long size) {
        switch (Selection.of("bytes=" + first + "-" + last, size)) {
            case Part part -> {
                assertThat(part.first()).isEqualTo(first);
                assertThat(part.last()).isEqualTo(Math.min(last, size - 1));
            }
            case Unsatisfiable ignored -> assertThat(first).isGreaterThanOrEqualTo(size);
            case Whole ignored -> assertThat(last).isLessThan(first);
        }
    }
}
