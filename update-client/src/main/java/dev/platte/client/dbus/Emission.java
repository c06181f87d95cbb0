package dev.platte.client.dbus;

import dev.platte.client.agent.Situation;
import java.time.Duration;
import java.time.Instant;

/** When update_engine tells of its status (update_attempter.cc, BytesReceived). */
final class Emission {
    private static final double STEP = 0.01;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private Emission() {}

    /**
     * Every change of the operation; within one, every percent, the end, and whatever comes after
     * ten seconds of silence. What else is new in ours (an error, a reason, the next check) is told
     * at once.
     */
    static boolean isDue(Situation last, Situation now, Instant lastTold, Instant at) {
        double before = last.update().progress();
        double after = now.update().progress();
        return !last.now().equals(now.now())
                || after - before >= STEP
                || after < before
                || after >= 1 && before < 1
                || Duration.between(lastTold, at).compareTo(LONGEST_SILENCE) > 0
                || !last.checks().equals(now.checks())
                || !last.lastError().equals(now.lastError())
                || !last.next().equals(now.next());
    }
}
