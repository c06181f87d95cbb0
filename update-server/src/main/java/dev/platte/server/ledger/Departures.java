package dev.platte.server.ledger;

import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.HostCare;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** Hosts that fell silent are retired, and forgotten when they have been retired for long. */
@Component
final class Departures {

    /** As many as one step of either takes. */
    private static final int STEP = 1000;

    /** No run takes for ever; the next goes on. */
    private static final int MOST_STEPS = 100;

    private final HostCare care;
    private final GoneHosts gone;
    private final LedgerSettings settings;

    Departures(HostCare care, GoneHosts gone, LedgerSettings settings) {
        this.care = care;
        this.gone = gone;
        this.settings = settings;
    }

    void run() {
        whileFull(() -> care.retireSilent(settings.retireAfter()));
        whileFull(() -> gone.forgetRetired(settings.forgetAfter()));
    }

    private static void whileFull(IntSupplier step) {
        int steps = 0;
        while (steps < MOST_STEPS && step.getAsInt() == STEP) {
            steps++;
        }
    }
}
