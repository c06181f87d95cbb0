package dev.platte.client.agent;

/**
 * The agent's rest: either it is at something, or whoever takes the host down keeps it from
 * beginning anything; never both. From any thread.
 */
public final class Rest {
    private boolean busy;
    private boolean kept;

    Rest() {}

    /** Something begins, unless the agent is kept from it. */
    synchronized boolean end() {
        if (kept) {
            return false;
        }
        busy = true;
        return true;
    }

    /** It is over. */
    synchronized void begin() {
        busy = false;
    }

    /**
     * Keeps the agent from beginning anything.
     *
     * @return false: it is at something
     */
    public synchronized boolean keep() {
        kept |= !busy;
        return kept;
    }

    /** The host stays up: the agent may begin what it likes. */
    public synchronized void letGo() {
        kept = false;
    }
}
