package dev.platte.client.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/** Several watchers as one; the fault of one is not the fault of the agent. */
final class Watchers implements Watcher {
    private static final Logger LOG = System.getLogger(Watchers.class.getName());

    private final List<Watcher> watchers;

    Watchers(List<? extends Watcher> watchers) {
        this.watchers = List.copyOf(watchers);
    }

    @Override
    public void changed(State state, Situation situation) {
        each(watcher -> watcher.changed(state, situation));
    }

    @Override
    public void progressed(long received, long total) {
        each(watcher -> watcher.progressed(received, total));
    }

    private void each(Consumer<Watcher> tell) {
        for (Watcher watcher : watchers) {
            try {
                tell.accept(watcher);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a watcher failed; please report it", e);
            }
        }
    }
}
