package dev.platte.client.lock;

import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.time.InstantSource;

/**
 * The numbers of a host's requests: each higher than all before it, also after a restart, and never
 * below the clock in milliseconds, so that a lost state directory does not make the host mute. The
 * server counts what is not higher as late or repeated.
 */
public final class Sequence {
    private static final String RECORD = "lock-sequence";

    private final StateDir state;
    private final InstantSource clock;
    private long last;

    public Sequence(StateDir state, InstantSource clock) throws IOException {
        this.state = state;
        this.clock = clock;
        this.last = state.read(RECORD).flatMap(fields -> fields.number("last")).orElse(0L);
    }

    /** The next one; after the return it is used up, whatever happens. */
    synchronized long next() throws IOException {
        last = Math.max(last + 1, clock.millis());
        state.write(RECORD, new Fields().with("last", last));
        return last;
    }
}
