package dev.platte.harness.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What happened, line by line: each compared with what should have happened, never assumed. */
public final class Checklist {
    private static final int WIDEST_CLAIM = 58;

    private record Line(String claim, String seen, String wanted) {
        boolean holds() {
            return seen.equals(wanted);
        }
    }

    private final List<Line> lines = new ArrayList<>();

    /**
     * Notes one comparison.
     *
     * @param claim what should hold, as a short sentence
     * @param seen what the disk, the client or the server really says
     * @param wanted what it should say
     */
    public void compare(String claim, Object seen, Object wanted) {
        lines.add(new Line(claim, String.valueOf(seen), String.valueOf(wanted)));
    }

    /** Whether at least one line was noted and all of them hold. */
    public boolean holds() {
        return !lines.isEmpty() && lines.stream().allMatch(Line::holds);
    }

    /** The table, and how many hold. */
    public void print(PrintStream out) {
        out.println();
        for (Line line : lines) {
            out.printf(
                    "  %s  %-" + WIDEST_CLAIM + "s  %s%n",
                    line.holds() ? "ok    " : "FAILED",
                    line.claim(),
                    line.holds()
                            ? line.seen()
                            : "saw " + line.seen() + ", expected " + line.wanted());
        }
        long held = lines.stream().filter(Line::holds).count();
        out.printf("%n  %d of %d checks hold%n", held, lines.size());
    }
}
