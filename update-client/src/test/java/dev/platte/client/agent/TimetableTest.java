package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, and clocks that jump. */
class TimetableTest {
    private static final Pace QUIET = Pace.NONE;
    private static final Pace IN_TROUBLE = new Pace(0, 503, Duration.ZERO);

    @TempDir private Path directory;
    private final TestInbox inbox = new TestInbox();
    private Instant now = Instant.parse("2026-11-25T00:00:00Z");

    /** A process that starts. */
    private Timetable started() throws IOException {
        World world =
                new World(
                        _ -> {
                            throw new IOException("no network here");
                        },
                        inbox,
                        () -> now,
                        new Random(3));
        Timetable timetable = new Timetable(world, new StateDir(directory));
        timetable.begin();
        return timetable;
    }

    private static void check(Timetable timetable, Pace pace) {
        timetable.pace(pace);
        timetable.checked();
    }

    private void pass(Duration time) throws InterruptedException {
        inbox.of(time);
        now = now.plus(time);
    }

    @Test
    void theUsualPauseIsNotKeptOverARestart() throws Exception {
        check(started(), QUIET);
        assertThat(started().left()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(12));
    }

    @Test
    void whatTheServerWishedIsKeptOverARestart() throws Exception {
        Timetable first = started();
        check(first, new Pace(14_400, 200, Duration.ZERO));
        Duration left = first.left();
        pass(Duration.ofHours(1));
        assertThat(started().left()).isBetween(left.minusMinutes(61), left.minusMinutes(59));
        pass(Duration.ofHours(6));
        assertThat(started().left()).isLessThanOrEqualTo(Duration.ofMinutes(12));
    }

    @Test
    void troubleGoesOnDoublingOverRestarts() throws Exception {
        check(started(), IN_TROUBLE);
        check(started(), IN_TROUBLE);
        check(started(), IN_TROUBLE);
        Timetable fourth = started();
        check(fourth, IN_TROUBLE);
        assertThat(fourth.left())
                .as("four hours, more or less half")
                .isBetween(Duration.ofHours(2), Duration.ofHours(6));
        check(fourth, QUIET);
        assertThat(fourth.left()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(50));
    }

    @Test
    void aClockThatJumpsMovesNoCheck() throws Exception {
        Timetable timetable = started();
        check(timetable, QUIET);
        Duration left = timetable.left();
        now = now.plus(Duration.ofDays(9000));
        assertThat(timetable.left()).isEqualTo(left);
        assertThat(timetable.nextCheck()).isEqualTo(now.plus(left));
        now = now.minus(Duration.ofDays(18_000));
        assertThat(timetable.left()).isEqualTo(left);
        assertThat(timetable.nextCheck()).isEqualTo(now.plus(left));
    }

    @Test
    void aClockThatJumpedBeforeARestartNeitherStopsNorStorms() throws Exception {
        check(started(), new Pace(14_400, 200, Duration.ZERO));
        now = now.minus(Duration.ofDays(9000));
        assertThat(started().left()).isLessThanOrEqualTo(Duration.ofHours(6));
        assertThat(started().left()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        now = now.plus(Duration.ofDays(18_000));
        assertThat(started().left()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(12));
    }

    @Test
    void aBusyServerIsLeftAloneAlsoByTheTimerThatWasSetBefore() throws Exception {
        Timetable timetable = started();
        timetable.pace(new Pace(0, 429, Duration.ofHours(3)));
        assertThat(timetable.left())
                .as("a person asked, the timer follows")
                .isBetween(Duration.ofHours(3), Duration.ofMinutes(225));
    }

    @Test
    void patienceIsKeptOverARestart() throws Exception {
        check(started(), new Pace(0, 503, Duration.ofHours(4)));
        assertThat(started().left()).isBetween(Duration.ofHours(4), Duration.ofHours(5));
    }

    @Test
    void aDamagedOrUnwritableRecordStopsNothing() throws Exception {
        check(started(), IN_TROUBLE);
        Files.writeString(directory.resolve("schedule"), "rubbish");
        assertThat(started().left()).isLessThanOrEqualTo(Duration.ofMinutes(12));
        Files.createDirectories(directory.resolve("schedule.new/in-the-way"));
        Timetable timetable = started();
        check(timetable, QUIET);
        assertThat(timetable.left()).isGreaterThan(Duration.ofMinutes(39));
    }
}
