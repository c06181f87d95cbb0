package dev.platte.client.agent;

import java.util.List;

/**
 * Hears what the agent does, on the agent's thread, one call at a time; must not block for long. A
 * watcher that throws is told so in the log and harms nobody else.
 */
public interface Watcher {
    /** Hears nothing. */
    Watcher NOBODY = new Watcher() {};

    /** The agent is in that state now, or something else about its situation changed. */
    default void changed(State state, Situation situation) {}

    /** So many bytes of the payload file have arrived. */
    default void progressed(long received, long total) {}

    /** All of them, in that order. */
    static Watcher all(List<? extends Watcher> watchers) {
        return new Watchers(watchers);
    }
}
