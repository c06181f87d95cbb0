package dev.platte.web.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart over time. Positions are percent of the plot: {@code x} from the left, {@code y} from the
 * top; paths lie in a square of 1000 by 1000.
 *
 * @param title what it shows
 * @param unit of the vertical axis
 * @param lines what is drawn, the hindmost first
 * @param spans stretches of time that are shaded
 * @param rules moments and levels that are marked by a line
 * @param rows the same as a table, by time
 */
public record TimeChart(
        String title,
        String unit,
        List<Tick> across,
        List<Tick> up,
        List<Line> lines,
        List<Span> spans,
        List<Rule> rules,
        List<Row> rows) {

    public TimeChart {
        across = List.copyOf(across);
        up = List.copyOf(up);
        lines = List.copyOf(lines);
        spans = List.copyOf(spans);
        rules = List.copyOf(rules);
        rows = List.copyOf(rows);
    }

    /** A number beside an axis. */
    public record Tick(double at, String label) {}

    /**
     * A line or an area.
     *
     * @param style the CSS class
     * @param area filled down to the one below it
     */
    public record Line(String name, String style, String path, boolean area) {}

    /** From here to there. */
    public record Span(double from, double width, String style, String label) {}

    /**
     * A marked moment or level.
     *
     * @param x absent: a level
     * @param y absent: a moment
     */
    public record Rule(@Nullable Double x, @Nullable Double y, String style, String label) {}

    /**
     * All values at one time.
     *
     * @param at from the left, where a pointer finds it
     * @param values one for each line, in words; empty where it has none
     */
    public record Row(double at, String time, List<String> values) {
        public Row {
            values = List.copyOf(values);
        }
    }
}
