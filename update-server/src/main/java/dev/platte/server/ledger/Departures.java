package dev.platte.server.ledger;

import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.rollout.Policies;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
    private final Policies policies;
    private final LedgerSettings settings;

    Departures(HostCare care, GoneHosts gone, Policies policies, LedgerSettings settings) {
        this.care = care;
        this.gone = gone;
        this.policies = policies;
        this.settings = settings;
    }

    void run() {
        Map<Long, Duration> own = new HashMap<>();
        policies.all()
                .forEach(
                        (group, policy) -> {
                            if (policy.retireAfter() != null) {
                                own.put(group, policy.retireAfter());
                            }
                        });
        own.forEach((group, silent) -> whileFull(() -> care.retireSilent(group, silent)));
        whileFull(() -> care.retireSilent(settings.retireAfter(), own.keySet()));
        whileFull(() -> gone.forgetRetired(settings.forgetAfter()));
    }

    private static void whileFull(IntSupplier step) {
        int steps = 0;
        while (steps < MOST_STEPS && step.getAsInt() == STEP) {
            steps++;
        }
    }
}
