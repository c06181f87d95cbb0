package dev.platte.client.cli;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gives back what an update needed, when it is over: the serial collector makes the heap smaller in
 * a full collection only, and a daemon that waits makes none by itself.
 */
final class Tidy implements Watcher {
    private static final int SOON_SECONDS = 5;

    private final Executor soon;
    private final Runnable collect;
    private boolean used;

    /**
     * @param soon when the agent has let go of its attempt
     */
    Tidy(Executor soon, Runnable collect) {
        this.soon = requireNonNull(soon);
        this.collect = requireNonNull(collect);
    }

    /** Of this process. */
    static Tidy ofThisProcess() {
        return new Tidy(
                CompletableFuture.delayedExecutor(
                        SOON_SECONDS, TimeUnit.SECONDS, Thread::startVirtualThread),
                System::gc);
    }

    @Override
    public void progressed(long received, long total) {
        used = true;
    }

    @Override
    public void changed(State state, Situation situation) {
        if (used && state instanceof State.Resting) {
            used = false;
            soon.execute(collect);
        }
    }
}
