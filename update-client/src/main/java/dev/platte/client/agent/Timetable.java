package dev.platte.client.agent;

import dev.platte.client.poll.Answer.Pace;
import java.time.Duration;
import java.time.Instant;

/**
 * When the next check is due, by a clock that nobody sets: one that jumps by years neither stops
 * the checks nor makes them a storm.
 */
final class Timetable {
    private final World world;
    private Pace pace = Pace.NONE;
    private Schedule.Interval interval;
    private Duration due = Duration.ZERO;

    Timetable(World world) {
        this.world = world;
        this.interval = Schedule.first(world.chance());
    }

    /** The daemon begins. */
    void begin() {
        due = world.inbox().elapsed().plus(interval.pause());
    }

    /** What a check, or a download, brought; update_engine keeps the last one's word only. */
    void pace(Pace said) {
        pace = said;
    }

    /** The check by the timer was made; one that a person wanted moves nothing. */
    void checked() {
        interval = Schedule.next(pace, interval.base(), world.chance());
        due = world.inbox().elapsed().plus(interval.pause());
    }

    /** Time until the next check. */
    Duration left() {
        Duration left = due.minus(world.inbox().elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The same as people read it. */
    Instant nextCheck() {
        return world.clock().instant().plus(left());
    }
}
