package dev.platte.ctl.output;

import java.io.PrintWriter;

/**
 * One line that says how things are now: drawn again on a terminal, printed anew elsewhere each
 * time it says something else.
 */
public final class LiveLine implements AutoCloseable {
    private final PrintWriter out;
    private final boolean drawn;
    private final boolean silent;
    private String shown = "";

    LiveLine(PrintWriter out, boolean drawn, boolean silent) {
        this.out = out;
        this.drawn = drawn;
        this.silent = silent;
    }

    /** Says this instead of what it said. */
    public void show(String line) {
        String plain = line.replaceAll("\\p{Cntrl}+", " ");
        if (silent || plain.equals(shown)) {
            return;
        }
        shown = plain;
        if (drawn) {
            out.print("\r" + plain + "\033[K");
        } else {
            out.println(plain);
        }
        out.flush();
    }

    /** Says this once, above the line. */
    public void keep(String line) {
        if (silent) {
            return;
        }
        String now = shown;
        show(line);
        if (drawn) {
            out.println();
        }
        shown = "";
        if (!now.isEmpty() && drawn) {
            show(now);
        }
        out.flush();
    }

    /** Leaves what it said last. */
    @Override
    public void close() {
        if (drawn && !silent && !shown.isEmpty()) {
            out.println();
            out.flush();
        }
    }
}
