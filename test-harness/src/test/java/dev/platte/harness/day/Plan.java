package dev.platte.harness.day;

import dev.platte.harness.day.Fault.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Which fault strikes next and how far off it is. The same seed gives the same faults in the same
 * order; which byte one of them meets depends on the threads of the client, too.
 */
final class Plan {
    private static final int MOST = 1000;

    private final Random chance;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private int total;
    private boolean isOver;
    private Fault next = Fault.NO_ANSWER;
    private int passes;

    Plan(long seed) {
        chance = new Random(seed);
        arm();
    }

    private void arm() {
        Fault[] all = Fault.values();
        next = all[chance.nextInt(all.length)];
        passes = 1 + chance.nextInt(next.within);
    }

    /** Somebody passes that place: the fault that strikes there now. */
    synchronized Optional<Fault> pass(Place place) {
        boolean counts =
                next.place == place || next.place == Place.ANYWHERE && place != Place.AT_REST;
        if (isOver || !counts || --passes > 0) {
            return Optional.empty();
        }
        Fault now = next;
        total++;
        isOver = total == MOST;
        struck.merge(now, 1, Integer::sum);
        arm();
        return Optional.of(now);
    }

    /** From now on all is well. */
    synchronized void end() {
        isOver = true;
    }

    synchronized boolean isOver() {
        return isOver;
    }

    synchronized int total() {
        return total;
    }

    /** How often each did. */
    synchronized Map<Fault, Integer> struck() {
        return new EnumMap<>(struck);
    }

    /** For how a fault looks in detail. */
    synchronized int chance(int bound) {
        return chance.nextInt(bound);
    }
}
