package dev.platte.client.agent;

import dev.platte.client.agent.Outcome.GivenUp;
import dev.platte.client.agent.Outcome.Received;
import dev.platte.client.install.Installation;

/** Passes every arrival on to the watcher, and every percent on to the state. */
final class Arrivals implements Installation.Listener {
    /** update_engine tells of every percent. */
    private static final int STEPS = 100;

    private final long size;
    private final Chronicle chronicle;
    private final Attempt.Steps steps;
    private final Marker marker;
    private long last = -1;

    Arrivals(long size, Chronicle chronicle, Attempt.Steps steps, Marker marker) {
        this.size = size;
        this.chronicle = chronicle;
        this.steps = steps;
        this.marker = marker;
    }

    @Override
    public void received(long bytes) {
        long bounded = Math.min(bytes, size);
        chronicle.progressed(bounded, size);
        long step = (long) ((double) bounded / size * STEPS);
        if (step != last) {
            last = step;
            steps.take(new Received(bounded));
        }
    }

    @Override
    public void slotGivenUp() {
        marker.remove();
        steps.take(new GivenUp());
    }
}
