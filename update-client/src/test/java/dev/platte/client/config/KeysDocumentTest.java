package dev.platte.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of keys in docs/client.md says what the code does. */
class KeysDocumentTest {
    private static final String HEAD = "| key | meaning | what it may be | without it |";

    /** Key, meaning, what it may be, and what holds without it. */
    private record Row(String key, String meaning, String allowed, String fallback) {}

    private static List<Row> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "client.md"));
        return lines.subList(lines.indexOf(HEAD) + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("(?<!\\\\)\\|", -1))
                .map(
                        cells ->
                                new Row(
                                        bare(cells[1]),
                                        cells[2].strip(),
                                        cells[3].strip(),
                                        bare(cells[4])))
                .toList();
    }

    private static String bare(String cell) {
        return cell.replace("`", "").strip();
    }

    private static <T> Row ofCode(Key<T> key) {
        return new Row(key.name(), "", key.allowed(), key.shown(key.fallback()));
    }

    @Test
    void everyKeyIsDocumentedAndNoOther() throws IOException {
        assertThat(rows())
                .extracting(Row::key)
                .containsExactlyElementsOf(Keys.ALL.stream().map(Key::name).toList());
    }

    @Test
    void rangesAndBuiltInValuesAreThoseOfTheCode() throws IOException {
        assertThat(
                        rows().stream()
                                .map(row -> new Row(row.key(), "", row.allowed(), row.fallback())))
                .containsExactlyElementsOf(
                        Keys.ALL.stream().<Row>map(KeysDocumentTest::ofCode).toList());
    }

    @Test
    void otherNamesOfAKeyAreSaid() throws IOException {
        List<Row> rows = rows();
        for (Key<?> key : Keys.ALL) {
            String meaning = rows.get(Keys.ALL.indexOf(key)).meaning();
            assertThat(meaning).as(key.name()).isNotEmpty();
            assertThat(others(key)).allSatisfy(other -> assertThat(meaning).contains(other));
        }
    }

    private static List<String> others(Key<?> key) {
        return key.names().subList(0, key.names().size() - 1);
    }
}
