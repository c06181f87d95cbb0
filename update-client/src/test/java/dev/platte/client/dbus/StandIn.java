package dev.platte.client.dbus;

import dev.platte.client.agent.Situation;
import dev.platte.client.poll.Failure;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The real service on a private bus, with a test in the place of the agent. */
public final class StandIn implements AutoCloseable, UpdateRequests {
    private static final Instant NOW = Instant.ofEpochSecond(1_717_041_020);
    private static final Surroundings AROUND = new Surroundings("1.0.0", "g", "s", List.of());

    private final SystemBus joined;
    private final UpdateService service;
    private Runnable attempt = () -> {};
    private Optional<String> refusal = Optional.empty();

    private StandIn(PrivateBus bus) throws IOException {
        service =
                new UpdateService(
                        this,
                        InstantSource.fixed(NOW),
                        situation("IDLE", 0, Optional.empty()),
                        AROUND);
        joined = new SystemBus(bus.address(), SystemBus.Backoff.USUAL);
        joined.add(service);
        joined.start();
    }

    public static StandIn on(PrivateBus bus) throws IOException {
        return new StandIn(bus);
    }

    public void shows(String operation, double progress) {
        service.changed(situation(operation, progress, Optional.empty()), AROUND);
    }

    public void fails(String reason) {
        service.changed(
                situation(
                        "IDLE",
                        0,
                        Optional.of(
                                new Situation.LastError(
                                        new Failure(ErrorCode.of(18), reason), NOW))),
                AROUND);
    }

    public void onAttempt(Runnable then) {
        attempt = then;
    }

    public void refuses(String why) {
        refusal = Optional.of(why);
    }

    /** Until a listener of another process or thread has heard. */
    public void until(BooleanSupplier heard) {
        while (!heard.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Situation situation(
            String operation, double progress, Optional<Situation.LastError> error) {
        return new Situation(
                new Situation.Now("UPDATE_STATUS_" + operation, "phase", NOW, "up to date"),
                new Situation.Checks(Optional.of(NOW), Optional.empty()),
                new Situation.Update("2.0.0", 1000, progress, 0),
                error,
                "",
                Situation.Reboot.NONE);
    }

    @Override
    public void attemptUpdate() {
        attempt.run();
    }

    @Override
    public Optional<String> resetStatus() {
        return refusal;
    }

    @Override
    public void close() {
        joined.close();
    }
}
