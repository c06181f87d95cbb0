package dev.platte.harness.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code auto_explain} writes into the database's log from now on. */
final class PlanLog {
    private static final Pattern BEGIN = Pattern.compile("duration: ([0-9.]+) ms +plan:");
    private static final Pattern STAMP = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d ");
    private static final int MOST_LINES = 24;

    private final Path log;
    private final long from;

    private PlanLog(Path log, long from) {
        this.log = log;
        this.from = from;
    }

    static PlanLog of(Path log) throws IOException {
        return new PlanLog(log, Files.size(log));
    }

    /** The plan of the statement that took longest: its time, and its nodes. */
    List<String> slowest() throws IOException {
        List<String> slowest = List.of();
        double longest = -1;
        List<String> plan = new ArrayList<>();
        double time = -1;
        byte[] all = Files.readAllBytes(log);
        String added = new String(all, (int) from, all.length - (int) from);
        for (String line : added.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.find()) {
                time = Double.parseDouble(begin.group(1));
                plan = new ArrayList<>(List.of(begin.group(1) + " ms"));
            } else if (STAMP.matcher(line).find()) {
                time = -1;
            } else if (time >= 0 && isNode(line) && plan.size() < MOST_LINES) {
                plan.add(line.strip().isEmpty() ? line : line.substring(1));
            }
            if (time > longest) {
                longest = time;
                slowest = plan;
            }
        }
        return slowest;
    }

    private static boolean isNode(String line) {
        return line.contains("(cost=")
                || line.contains("Index Cond:")
                || line.contains("Filter:")
                || line.contains("Sort Key:");
    }
}
