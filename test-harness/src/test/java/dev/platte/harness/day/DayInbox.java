package dev.platte.harness.day;

import dev.platte.client.agent.Inbox;
import dev.platte.client.agent.Request;
import dev.platte.harness.day.Fault.Place;
import dev.platte.omaha.value.InstallSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Time that passes as fast as it is waited for, over all processes of one day; and an impatient
 * person who asks for an update about twice a minute, until all faults have struck.
 */
final class DayInbox implements Inbox {
    private static final Instant MORNING = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration YEARS = Duration.ofDays(3650);

    private final Plan plan;
    private final Random person;
    private final Life life;
    private Duration elapsed = Duration.ZERO;
    private Duration clockOff = Duration.ZERO;
    private Death process;
    private boolean over;

    DayInbox(Plan plan, long seed, Life life, Death first) {
        this.plan = plan;
        this.person = new Random(seed + 1);
        this.life = life;
        this.process = first;
    }

    /** What the host does when time passes. */
    interface Life {
        /** The agent rests: what happens to it; true ends its process. */
        boolean atRest(Optional<Fault> fault);
    }

    /** Another process begins, so much later. */
    synchronized void begins(Death next, Duration later) {
        process = next;
        over = false;
        elapsed = elapsed.plus(later);
    }

    /** What the host's clock says, which somebody may have set. */
    InstantSource clock() {
        return () -> {
            synchronized (this) {
                return MORNING.plus(elapsed).plus(clockOff);
            }
        };
    }

    @Override
    public synchronized void put(Call call) {
        call.reply().cancel(false);
    }

    @Override
    public synchronized Optional<Call> next(Duration atMost) throws InterruptedException {
        Duration gap = plan.isOver() ? atMost : Duration.ofSeconds(5 + person.nextInt(50));
        boolean isTimer = gap.compareTo(atMost) >= 0;
        of(isTimer ? atMost : gap);
        Optional<Fault> fault = plan.pass(Place.AT_REST);
        if (fault.isPresent()) {
            switch (fault.get()) {
                case CLOCK_AHEAD -> clockOff = clockOff.plus(YEARS);
                case CLOCK_BEHIND -> clockOff = clockOff.minus(YEARS);
                default -> {}
            }
        }
        if (life.atRest(fault)) {
            over = true;
            throw new InterruptedException("the process is to end");
        }
        return isTimer
                ? Optional.empty()
                : Optional.of(
                        new Call(
                                new Request.Update(InstallSource.ONDEMAND_UPDATE),
                                new CompletableFuture<>()));
    }

    @Override
    public synchronized void of(Duration time) throws InterruptedException {
        process.requireAlive();
        if (over) {
            throw new InterruptedException("told to end");
        }
        elapsed = elapsed.plus(time);
    }

    @Override
    public synchronized void end() {
        over = true;
    }

    @Override
    public synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }
}
