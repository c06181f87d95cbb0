package dev.platte.client.agent;

/** Hears what the agent does, on the agent's thread. */
public interface Watcher {
    /** Hears nothing. */
    Watcher NOBODY = new Watcher() {};

    /** The agent is in that state now. */
    default void changed(State state, Situation situation) {}

    /** So many bytes of the payload file have arrived. */
    default void progressed(long received, long total) {}
}
