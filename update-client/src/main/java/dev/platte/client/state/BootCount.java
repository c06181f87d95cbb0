package dev.platte.client.state;

import java.io.IOException;
import java.util.Optional;

/**
 * How many boots in a row came up unhealthy. A host that reboots for ever is worse off than one
 * that stays up and says what is wrong.
 */
public final class BootCount {
    private static final String RECORD = "unhealthy-boots";

    private final StateDir state;

    /** Reads and writes in that directory. */
    public BootCount(StateDir state) {
        this.state = state;
    }

    /**
     * Counts an unhealthy boot, however often it is told of the same one.
     *
     * @param bootId empty when it is not known; then every call counts
     * @return how many there were in a row, this one among them
     */
    public long unhealthy(String bootId) throws IOException {
        Optional<Fields> before = state.read(RECORD);
        long count = before.flatMap(f -> f.number("count")).orElse(0L);
        String last = before.flatMap(f -> f.text("boot-id")).orElse("");
        if (!bootId.isEmpty() && bootId.equals(last)) {
            return count;
        }
        state.write(RECORD, new Fields().with("count", count + 1).with("boot-id", bootId));
        return count + 1;
    }

    /** A confirmed slot runs: whatever was counted is over. */
    public void healthy() throws IOException {
        state.remove(RECORD);
    }
}
