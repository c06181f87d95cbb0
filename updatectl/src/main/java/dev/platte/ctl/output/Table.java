package dev.platte.ctl.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows under headings, as wide as their contents; numbers to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<Object>> rows = new ArrayList<>();

    /** With these headings, which are also the names in JSON. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row with a value for each heading. */
    public Table row(Object... values) {
        if (values.length != headings.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + headings.size() + " headings");
        }
        rows.add(List.of(values));
        return this;
    }

    List<Map<String, Object>> asMaps() {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                map.put(headings.get(i), row.get(i));
            }
            maps.add(map);
        }
        return maps;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        append(out, List.copyOf(headings));
        rows.forEach(row -> append(out, row));
        return out.toString();
    }

    private void append(StringBuilder out, List<?> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String value = row.get(column).toString();
            String fill = " ".repeat(width(column) - value.length());
            line.append(isNumber(column) ? fill + value : value + fill).append(GAP);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private boolean isNumber(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Number);
    }

    private int width(int column) {
        int values =
                rows.stream().mapToInt(row -> row.get(column).toString().length()).max().orElse(0);
        return Math.max(values, headings.get(column).length());
    }

    /** Names and values in two columns; a list takes a line per element. */
    static String facts(Map<String, Object> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        facts.forEach(
                (name, value) -> {
                    String label = name;
                    for (Object line : value instanceof List<?> list ? list : List.of(value)) {
                        out.append(label)
                                .append(" ".repeat(width - label.length()))
                                .append(GAP)
                                .append(line)
                                .append('\n');
                        label = "";
                    }
                });
        return out.toString();
    }
}
