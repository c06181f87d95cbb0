package dev.platte.client.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptTable;
import dev.platte.client.gpt.RawGpt;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrioritiesTest {
    private static GptTable table(List<Integer> priorities) throws IOException {
        RawGpt gpt = RawGpt.usual();
        for (int i = 0; i < priorities.size(); i++) {
            long attributes = (long) priorities.get(i) << 48;
            gpt.with(
                    i + 1,
                    SlotName.TYPE,
                    new UUID(7, i),
                    100 + i * 10,
                    109 + i * 10,
                    attributes,
                    "slot");
        }
        return new GptDisk(gpt.device()).table();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    /**
     * The results are those of cgpt prioritize -i; the harness compares many more with the real
     * tool.
     */
    @ParameterizedTest
    @CsvSource({
        "1,2 0 0,1 0 0",
        "2,1 0 0,1 2 0",
        "2,1 0,1 2",
        "1,0 0,1 0",
        "1,2 1,2 1",
        "2,2 1,1 2",
        "1,1 1,2 1",
        "3,5 5 5,1 1 2",
        "3,15 7 0,2 1 3",
        "4,1 2 3 0,1 2 3 4",
        "1,15 15 14 1,4 3 2 1",
        "16,15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0,14 13 12 11 10 9 8 7 6 5 4 3 2 1 1 15",
    })
    void targetComesFirstAndTheOthersKeepTheirOrder(int target, String before, String after)
            throws IOException {
        GptTable result = Priorities.prioritize(table(numbers(before)), target);
        assertThat(result.partitions())
                .extracting(p -> p.flags().priority())
                .containsExactlyElementsOf(numbers(after));
    }

    @Test
    void partitionsOfOtherTypesAreLeftAlone() throws IOException {
        RawGpt gpt =
                RawGpt.usual()
                        .with(
                                1,
                                new UUID(5, 5),
                                new UUID(7, 1),
                                100,
                                109,
                                9L << 48,
                                "ChromeOS kernel")
                        .with(3, SlotName.TYPE, new UUID(7, 3), 110, 119, 1L << 48, "USR-A");
        GptTable result = Priorities.prioritize(new GptDisk(gpt.device()).table(), 3);
        assertThat(result.partitions().getFirst().flags().priority()).isEqualTo(9);
    }
}
