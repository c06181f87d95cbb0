package dev.platte.harness.day;

import dev.platte.harness.day.Fault.Place;
import java.util.Optional;

/**
 * The life of one process: after {@code kill -9} nothing that it does reaches the disk any more,
 * whatever its code still runs.
 */
final class Death {
    private final Plan plan;
    private volatile Optional<Fault> cause = Optional.empty();
    private volatile boolean isForgetful;

    Death(Plan plan) {
        this.plan = plan;
    }

    /** Not an exception that anybody catches. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /**
     * The process passes a place where a fault may strike it.
     *
     * @return a fault of that place that it survives
     */
    Optional<Fault> pass(Place place) {
        requireAlive();
        Optional<Fault> fault = plan.pass(place);
        if (fault.filter(f -> f.place == Place.ANYWHERE).isPresent()) {
            cause = fault;
            throw new Killed();
        }
        return fault;
    }

    void requireAlive() {
        if (cause.isPresent()) {
            throw new Killed();
        }
    }

    Optional<Fault> cause() {
        return cause;
    }

    /** What it has to report could not be written, and is in its memory only. */
    void forgets() {
        isForgetful = true;
    }

    /** Whether reports may have gone with it. */
    boolean isForgetful() {
        return isForgetful;
    }
}
