package dev.platte.client.systemd;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd that the daemon is ready, what it does, and that it lives (sd_notify(3)). It pings
 * only while the agent gets on: one that hangs is restarted.
 */
public final class SystemdCompanion implements Companion {
    private static final Logger LOG = System.getLogger(SystemdCompanion.class.getName());
    private static final Duration SOMETIME = Duration.ofDays(36_500);

    private final UnixDatagram socket;
    private final Optional<Duration> watchdog;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Liveness liveness;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String status = "";
    private @Nullable Thread pinger;

    private SystemdCompanion(
            UnixDatagram socket,
            Optional<Duration> watchdog,
            InstantSource clock,
            LongSupplier nanos) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.clock = clock;
        this.nanos = nanos;
        this.liveness = new Liveness(elapsed());
    }

    /**
     * Where systemd wants to be told.
     *
     * @param environment {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}
     * @param nanos a clock that nobody sets
     * @return empty where nobody listens
     */
    public static Optional<SystemdCompanion> of(
            Map<String, String> environment, InstantSource clock, LongSupplier nanos) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SystemdCompanion(
                            UnixDatagram.to(address),
                            watchdog(environment),
                            requireNonNull(clock),
                            requireNonNull(nanos)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "systemd is not told anything: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> environment) {
        String own = Long.toString(ProcessHandle.current().pid());
        if (!environment.getOrDefault("WATCHDOG_PID", own).equals(own)) {
            return Optional.empty();
        }
        return Optional.of(environment.getOrDefault("WATCHDOG_USEC", ""))
                .filter(text -> text.matches("[1-9][0-9]{0,17}"))
                .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS));
    }

    @Override
    public void start(Agent agent) {
        tell("READY=1\nSTATUS=" + words(agent.situation()));
        if (watchdog.isPresent()) {
            // Twice as often as it must be (sd_watchdog_enabled(3)).
            Duration pause = watchdog.get().dividedBy(2);
            pinger = Thread.ofVirtual().name("watchdog").start(() -> ping(pause));
        }
    }

    private void ping(Duration pause) {
        try {
            do {
                if (liveness.isAlive(elapsed())) {
                    tell("WATCHDOG=1");
                } else {
                    LOG.log(Level.ERROR, "the agent does not get on; systemd may end this process");
                }
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void changed(State state, Situation situation) {
        Duration untilCheck =
                situation
                        .checks()
                        .next()
                        .map(at -> Duration.between(clock.instant(), at))
                        .orElse(SOMETIME);
        liveness.heard(elapsed(), state instanceof State.Resting, untilCheck);
        String now = words(situation);
        if (!now.equals(status)) {
            status = now;
            tell("STATUS=" + now);
        }
    }

    @Override
    public void progressed(long received, long total) {
        liveness.progressed(elapsed());
    }

    /** One line: {@code downloading: installing 2.0.0 (42 %)}. */
    private static String words(Situation situation) {
        double progress = situation.update().progress();
        String percent =
                situation.status().equals("UPDATE_STATUS_DOWNLOADING")
                        ? " (%d %%)".formatted((int) (progress * 100))
                        : "";
        // Whoever waits for the reboot wants to know what that waits for.
        String next =
                situation.status().equals("UPDATE_STATUS_UPDATED_NEED_REBOOT")
                        ? "; next: " + situation.next()
                        : "";
        return (situation.now().phase() + ": " + situation.reason() + next).replace('\n', ' ')
                + percent;
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong());
    }

    private synchronized void tell(String words) {
        if (closed.getCount() == 0) {
            return;
        }
        try {
            socket.send(words.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "systemd was not told: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        tell("STOPPING=1");
        closed.countDown();
        Thread started = pinger;
        if (started != null) {
            started.interrupt();
        }
        synchronized (this) {
            socket.close();
        }
    }
}
