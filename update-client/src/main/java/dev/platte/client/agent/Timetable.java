package dev.platte.client.agent;

import dev.platte.client.agent.Schedule.Interval;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the next check is due, by a clock that nobody sets: one that jumps by years neither stops
 * the checks nor makes them a storm. What the server wished or suffered outlives a restart, so that
 * a daemon that is started again and again does not ask again and again.
 */
final class Timetable {
    private static final Logger LOG = System.getLogger(Timetable.class.getName());
    private static final String RECORD = "schedule";

    private final World world;
    private final StateDir directory;
    private Pace pace = Pace.NONE;
    private Interval interval;
    private Duration due = Duration.ZERO;

    Timetable(World world, StateDir directory) {
        this.world = world;
        this.directory = directory;
        this.interval = Schedule.first(world.chance());
    }

    /** The daemon begins: after a few minutes, or when the server wished. */
    void begin() throws IOException {
        Duration pause = interval.pause();
        Optional<Fields> saved = directory.read(RECORD);
        if (saved.isPresent()) {
            Duration left = left(saved.get());
            pause = left.compareTo(pause) > 0 ? left : pause;
            Duration base = Duration.ofSeconds(saved.get().number("base").orElse(0L));
            interval = new Interval(Schedule.bounded(base), pause);
        }
        due = world.inbox().elapsed().plus(pause);
    }

    /**
     * What is left of a pause that the server wished. A clock that stands before its beginning, or
     * long after it, tells nothing: then the whole pause is kept, or none.
     */
    private Duration left(Fields saved) {
        Duration pause = Schedule.longest(Duration.ofSeconds(saved.number("pause").orElse(0L)));
        Duration gone =
                saved.instant("since")
                        .map(since -> Duration.between(since, world.clock().instant()))
                        .orElse(pause);
        Duration left = gone.isNegative() ? pause : pause.minus(gone);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What a check, or a download, brought; update_engine keeps the last one's word only. */
    void pace(Pace said) {
        pace = said;
        Duration wish = wish(said);
        Duration now = world.inbox().elapsed();
        // Whoever wanted this check did not want the one of the timer to break the server's wish.
        due = now.plus(wish).compareTo(due) > 0 && !wish.isZero() ? now.plus(wish) : due;
    }

    /** The check by the timer was made; one that a person wanted moves nothing. */
    void checked() {
        interval = Schedule.next(pace, interval.base(), world.chance());
        Duration wish = wish(pace);
        Duration pause = interval.pause().compareTo(wish) > 0 ? interval.pause() : wish;
        due = world.inbox().elapsed().plus(pause);
        save(pause);
    }

    /** A quarter longer at most, so that a fleet that was sent away does not return as one. */
    private Duration wish(Pace said) {
        long millis = said.leaveAlone().toMillis();
        return millis == 0
                ? Duration.ZERO
                : Duration.ofMillis(millis + world.chance().nextLong(millis / 4 + 1));
    }

    private void save(Duration pause) {
        boolean wished = Schedule.isSlowed(pace);
        Fields fields =
                new Fields()
                        .with("base", interval.base().toSeconds())
                        .with("since", world.clock().instant())
                        .with("pause", wished ? pause.toSeconds() : 0);
        try {
            directory.write(RECORD, fields);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "when to ask next is kept in memory only: {0}", e.getMessage());
        }
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
