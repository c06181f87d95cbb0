package dev.platte.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleFunction;

/** Draws a chart over time: gathers lines, then gives them one scale. */
public final class TimePlot {

    private static final int SQUARE = 1000;

    /** A table of more rows is no help. */
    private static final int MOST_ROWS = 400;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final String title;
    private final String unit;
    private final Instant from;
    private final Instant to;
    private final double top;
    private final DoubleFunction<String> words;
    private final List<Drawn> drawn = new ArrayList<>();
    private final List<TimeChart.Span> spans = new ArrayList<>();
    private final List<TimeChart.Rule> rules = new ArrayList<>();

    private record Drawn(
            String name, String style, NavigableMap<Instant, Double> values, boolean area) {}

    private TimePlot(
            String title,
            String unit,
            Instant from,
            Instant to,
            double top,
            DoubleFunction<String> words) {
        this.title = title;
        this.unit = unit;
        this.from = from;
        this.to = to.isAfter(from) ? to : from.plusSeconds(60);
        this.top = top;
        this.words = words;
    }

    /** A chart of shares, 0 to 100 percent. */
    public static TimePlot ofPercent(String title, Instant from, Instant to) {
        return new TimePlot(
                title, "%", from, to, 100, value -> String.format(Locale.ROOT, "%.1f %%", value));
    }

    /** A chart of numbers, 0 to at least {@code most}. */
    public static TimePlot ofCounts(
            String title, String unit, Instant from, Instant to, long most) {
        return new TimePlot(
                title,
                unit,
                from,
                to,
                Ticks.top(most),
                value -> String.format(Locale.ROOT, "%,d", Math.round(value)));
    }

    /**
     * Adds a line.
     *
     * @param style the CSS class that gives it its colour and pattern
     */
    public TimePlot line(String name, String style, Map<Instant, Double> values) {
        drawn.add(new Drawn(name, style, new TreeMap<>(values), false));
        return this;
    }

    /** Adds an area that lies on the areas added before. */
    public TimePlot area(String name, String style, Map<Instant, Double> values) {
        drawn.add(new Drawn(name, style, new TreeMap<>(values), true));
        return this;
    }

    /** Shades a stretch of time; what of it lies outside is left out. */
    public TimePlot span(Instant begin, Instant end, String style, String label) {
        double left = Math.max(0, x(begin));
        double right = Math.min(100, x(end));
        if (right > left) {
            spans.add(new TimeChart.Span(left, right - left, style, label));
        }
        return this;
    }

    /** Marks a moment. */
    public TimePlot moment(Instant at, String style, String label) {
        double x = x(at);
        if (x >= 0 && x <= 100) {
            rules.add(new TimeChart.Rule(x, null, style, label));
        }
        return this;
    }

    /** Marks a level. */
    public TimePlot level(double value, String style, String label) {
        rules.add(new TimeChart.Rule(null, y(value), style, label));
        return this;
    }

    public TimeChart chart() {
        return new TimeChart(
                title,
                unit,
                Ticks.times(from, to).stream()
                        .map(at -> new TimeChart.Tick(x(at), Ticks.label(at)))
                        .toList(),
                up(),
                lines(),
                spans,
                rules,
                rows());
    }

    private List<TimeChart.Tick> up() {
        List<TimeChart.Tick> ticks = new ArrayList<>();
        for (int quarter = 0; quarter <= 4; quarter++) {
            double value = top * quarter / 4;
            String label =
                    value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : "";
            ticks.add(new TimeChart.Tick(100 - 25.0 * quarter, label));
        }
        return ticks;
    }

    private List<TimeChart.Line> lines() {
        List<TimeChart.Line> lines = new ArrayList<>();
        NavigableMap<Instant, Double> below = new TreeMap<>();
        for (Drawn one : drawn) {
            if (one.area()) {
                NavigableMap<Instant, Double> upper = new TreeMap<>();
                one.values().forEach((at, value) -> upper.put(at, value + valueAt(below, at)));
                String edge = path(upper, false) + reversed(below, upper);
                lines.add(new TimeChart.Line(one.name(), one.style(), edge, true));
                below.clear();
                below.putAll(upper);
            } else {
                lines.add(
                        new TimeChart.Line(
                                one.name(), one.style(), path(one.values(), false), false));
            }
        }
        return lines;
    }

    private String reversed(
            NavigableMap<Instant, Double> below, NavigableMap<Instant, Double> upper) {
        NavigableMap<Instant, Double> floor = new TreeMap<>();
        upper.keySet().forEach(at -> floor.put(at, valueAt(below, at)));
        return path(floor.descendingMap(), true) + "Z";
    }

    private String path(NavigableMap<Instant, Double> values, boolean goesOn) {
        StringBuilder path = new StringBuilder();
        values.forEach(
                (at, value) ->
                        path.append(path.isEmpty() && !goesOn ? 'M' : 'L')
                                .append(Math.round(x(at) * SQUARE / 100))
                                .append(' ')
                                .append(Math.round(y(value) * SQUARE / 100)));
        return path.toString();
    }

    private List<TimeChart.Row> rows() {
        TreeSet<Instant> times = new TreeSet<>();
        drawn.forEach(one -> times.addAll(one.values().keySet()));
        List<Instant> all = List.copyOf(times);
        int step = Math.max(1, Math.ceilDiv(all.size(), MOST_ROWS));
        List<TimeChart.Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % step == 0 || i == all.size() - 1) {
                rows.add(row(all.get(i)));
            }
        }
        return rows;
    }

    private TimeChart.Row row(Instant at) {
        return new TimeChart.Row(
                x(at), TIME.format(at), drawn.stream().map(one -> said(one.values(), at)).toList());
    }

    private String said(NavigableMap<Instant, Double> values, Instant at) {
        boolean within =
                !values.isEmpty()
                        && !at.isBefore(values.firstKey())
                        && !at.isAfter(values.lastKey());
        return within ? words.apply(valueAt(values, at)) : "";
    }

    /** Between two values, on the straight line that is drawn. */
    private static double valueAt(NavigableMap<Instant, Double> values, Instant at) {
        Map.Entry<Instant, Double> before = values.floorEntry(at);
        Map.Entry<Instant, Double> after = values.ceilingEntry(at);
        if (before == null || after == null) {
            return before == null ? (after == null ? 0 : after.getValue()) : before.getValue();
        }
        double length = Duration.between(before.getKey(), after.getKey()).toMillis();
        double part = length == 0 ? 0 : Duration.between(before.getKey(), at).toMillis() / length;
        return before.getValue() + (after.getValue() - before.getValue()) * part;
    }

    private double x(Instant at) {
        return 100.0
                * Duration.between(from, at).toMillis()
                / Duration.between(from, to).toMillis();
    }

    private double y(double value) {
        return 100 - 100 * Math.min(1, Math.max(0, value / top));
    }
}
