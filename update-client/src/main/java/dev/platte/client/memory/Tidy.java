package dev.platte.client.memory;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gives back what the start, a check or an update needed, when it is over: the serial collector
 * makes the heap smaller in a full collection only, and a daemon that waits makes none by itself.
 */
public final class Tidy implements Watcher {
    private static final int SOON_SECONDS = 5;

    private final Executor soon;
    private final Runnable giveBack;
    private boolean atWork = true;

    /**
     * @param soon when the agent has let go of its attempt
     */
    Tidy(Executor soon, Runnable giveBack) {
        this.soon = requireNonNull(soon);
        this.giveBack = requireNonNull(giveBack);
    }

    /** Of this process. */
    public static Tidy ofThisProcess() {
        return new Tidy(
                CompletableFuture.delayedExecutor(
                        SOON_SECONDS, TimeUnit.SECONDS, Thread::startVirtualThread),
                () -> {
                    System.gc();
                    ColdPages.ofThisProcess().giveBack();
                });
    }

    @Override
    public void changed(State state, Situation situation) {
        boolean rests = state instanceof State.Resting;
        if (rests && atWork) {
            soon.execute(giveBack);
        }
        atWork = !rests;
    }
}
