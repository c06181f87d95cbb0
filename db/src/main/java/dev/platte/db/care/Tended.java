package dev.platte.db.care;

import java.util.List;

/**
 * What was done to many hosts.
 *
 * @param matched hosts that were meant
 * @param done hosts to which it was done
 * @param left hosts to which it could not be done: on their way, not retired, not pinned, unknown,
 *     or gone meanwhile
 * @param machines the first of those to which it was done, at most twenty
 */
public record Tended(long matched, long done, long left, List<String> machines) {

    static final int SHOWN = 20;

    public Tended {
        machines = List.copyOf(machines);
    }
}
