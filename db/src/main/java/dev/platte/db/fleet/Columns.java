package dev.platte.db.fleet;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list of records as one array per column, as {@code unnest} takes them. */
final class Columns {

    private Columns() {}

    static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable Object> column) {
        @Nullable String[] texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            Object value = column.apply(rows.get(i));
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }

    static <T> @Nullable Long[] longs(List<T> rows, Function<T, @Nullable Long> column) {
        @Nullable Long[] longs = new Long[rows.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = column.apply(rows.get(i));
        }
        return longs;
    }

    static <T> Integer[] integers(List<T> rows, Function<T, Integer> column) {
        Integer[] integers = new Integer[rows.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = column.apply(rows.get(i));
        }
        return integers;
    }
}
