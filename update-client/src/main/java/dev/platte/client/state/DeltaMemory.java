package dev.platte.client.state;

import java.io.IOException;

/**
 * Whether this host asks for deltas. update_engine's pref {@code delta-update-failures} is kept; it
 * gives up after three failures, and we after one: what made a delta fail, such as a running slot
 * that is not what the server believes, is still there the next time, and the full payload always
 * works.
 */
public final class DeltaMemory {
    private static final String FAILURES = "delta-update-failures";
    private static final long MOST = 1_000_000;

    private final StateDir state;

    /** Reads and writes in that directory. */
    public DeltaMemory(StateDir state) {
        this.state = state;
    }

    /** Whether no delta failed since the last update that succeeded. */
    public boolean isTrusted() throws IOException {
        return failures() == 0;
    }

    /** A delta could not be installed. */
    public void failed() throws IOException {
        state.pref(FAILURES, Long.toString(Math.min(failures() + 1, MOST)));
    }

    /** An update was installed, or a person wants all forgotten. */
    public void forget() throws IOException {
        if (failures() != 0) {
            state.pref(FAILURES, "0");
        }
    }

    /** A pref that is damaged counts as a failure: the full payload is always right. */
    private long failures() throws IOException {
        String text = state.pref(FAILURES).orElse("0");
        try {
            return Math.clamp(Long.parseLong(text), 0, MOST);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
