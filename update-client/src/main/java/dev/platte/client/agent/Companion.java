package dev.platte.client.agent;

import java.io.IOException;

/**
 * A part of the daemon beside the agent: it hears what the agent does, and may want something of
 * it. The daemon makes all of them before the agent, starts them in order once the last boot is
 * settled, and closes them in reverse when it ends.
 */
public interface Companion extends Watcher, AutoCloseable {
    /**
     * Begins its work, on threads of its own.
     *
     * @throws IOException it cannot; the daemon says so and goes on without it
     */
    void start(Agent agent) throws IOException;

    @Override
    void close();
}
