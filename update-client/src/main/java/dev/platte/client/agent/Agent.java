package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Outcome.Began;
import dev.platte.client.agent.Outcome.CheckDue;
import dev.platte.client.agent.Outcome.NothingOffered;
import dev.platte.client.agent.Outcome.Stopped;
import dev.platte.client.agent.State.Release;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Confirmation;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.http.Http;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Answer;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.poll.UpdateServer;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Goes through the states: performs what a state asks for, and lets {@link Step#next} say what
 * follows. One at a time per state directory; its caller holds the lock.
 */
public final class Agent {
    private static final Logger LOG = System.getLogger(Agent.class.getName());

    private final Settings settings;
    private final StateDir directory;
    private final Disk disk;
    private final World world;
    private final Optional<UpdateServer> server;
    private final Chronicle chronicle;

    private State state = new State.Idle();
    private Pace pace = Pace.NONE;

    /** Opens the disk of this host, as often as it is needed. */
    @FunctionalInterface
    public interface Disk {
        /** Fails when there is no disk with two slots, or the running one is not known. */
        Slots open() throws IOException;
    }

    /** What is not of this process: network, time and chance. */
    public record World(Http http, Pause pause, InstantSource clock, RandomGenerator chance) {
        public World {
            requireNonNull(http, "http");
            requireNonNull(pause, "pause");
            requireNonNull(clock, "clock");
            requireNonNull(chance, "chance");
        }
    }

    /**
     * Does nothing yet.
     *
     * @throws IOException the state directory cannot be read
     */
    public Agent(Settings settings, StateDir directory, Disk disk, World world, Watcher watcher)
            throws IOException {
        this.settings = requireNonNull(settings);
        this.directory = requireNonNull(directory);
        this.disk = requireNonNull(disk);
        this.world = requireNonNull(world);
        this.chronicle = new Chronicle(directory, world.clock(), watcher);
        this.server =
                settings.service()
                        .server()
                        .map(
                                _ ->
                                        new UpdateServer(
                                                settings, directory, world.http(), world.pause()));
    }

    /** What {@code status} would tell now. */
    public Situation situation() {
        return chronicle.situation();
    }

    /**
     * Settles what the last boot left; to be called once, before all else.
     *
     * @return what became of the last flip
     * @throws IOException it cannot be told, or the state directory cannot be written
     */
    public Verdict begin() throws IOException, InterruptedException {
        Verdict verdict = settle();
        go(new Began(waiting(verdict)));
        return verdict;
    }

    private Verdict settle() throws IOException, InterruptedException {
        Slots opened;
        try {
            opened = disk.open();
        } catch (IOException e) {
            if (new BootMemory(directory).flip().isPresent()) {
                throw e;
            }
            return new Verdict.NoDisk(e.getMessage());
        }
        try (opened) {
            return new Confirmation(settings, directory).run(opened);
        }
    }

    /**
     * One check, and the update that it offers.
     *
     * @return the state it ends in: idle, or waiting for the reboot
     * @throws IllegalStateException there is no server
     * @throws InterruptedException the process was told to end; the state is kept
     */
    public State attempt(InstallSource source) throws IOException, InterruptedException {
        UpdateServer told = requireServer();
        if (state instanceof State.NeedReboot) {
            told.ping(source);
            return state;
        }
        go(new CheckDue(source));
        try (Attempt attempt = new Attempt(settings, directory, disk, world, told, source)) {
            while (!(state instanceof State.Idle || state instanceof State.NeedReboot)) {
                go(attempt.perform(state, chronicle, this::go));
            }
            pace = attempt.pace();
            if (state instanceof State.NeedReboot) {
                mark();
                told.installed(source);
            }
        } catch (InterruptedException e) {
            go(new Stopped());
            throw e;
        }
        return state;
    }

    /** Asks, and leaves an offer where it is. */
    public Answer look(InstallSource source) throws IOException, InterruptedException {
        UpdateServer asked = requireServer();
        go(new CheckDue(source));
        try {
            Answer answer = asked.check(source);
            switch (answer) {
                case Answer.NoUpdate _ -> {
                    chronicle.checked();
                    go(new NothingOffered("up to date"));
                }
                case Answer.NotNow(Pace _, String why) -> {
                    chronicle.checked();
                    go(new NothingOffered(why));
                }
                case Answer.Offered offered -> {
                    chronicle.checked();
                    go(new NothingOffered(offered.offer().name() + " is offered, nobody took it"));
                }
                case Answer.Failed failed -> {
                    go(new Outcome.Failed(failed.failure()));
                    go(new Outcome.Reported());
                }
            }
            return answer;
        } catch (InterruptedException e) {
            go(new Stopped());
            throw e;
        }
    }

    /**
     * Checks for ever, at update_engine's pace.
     *
     * @throws InterruptedException the process was told to end; the only way out
     */
    public void run() throws IOException, InterruptedException {
        if (server.isEmpty()) {
            LOG.log(Level.WARNING, "no updates: {0}", settings.service().whyNone());
        }
        Schedule.Interval interval = Schedule.first(world.chance());
        while (true) {
            Instant next = world.clock().instant().plus(interval.pause());
            chronicle.nextCheck(next);
            world.pause().of(interval.pause());
            if (server.isPresent()) {
                attempt(InstallSource.SCHEDULER);
            }
            interval = Schedule.next(pace, interval.base(), world.chance());
        }
    }

    private void go(Outcome outcome) throws IOException {
        State from = state;
        state = Step.next(from, outcome);
        if (from.getClass() != state.getClass()) {
            LOG.log(Level.INFO, "{0} -> {1}", from.status(), state.status());
        }
        chronicle.moved(from, outcome, state);
    }

    /** update_engine's marker, empty and gone with the reboot; scripts of the field look for it. */
    private void mark() {
        Path marker = settings.places().run().resolve("update_engine_autoupdate_completed");
        try {
            Files.createDirectories(marker.getParent());
            Files.write(marker, new byte[0]);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be written: {1}", marker, e.getMessage());
        }
    }

    private UpdateServer requireServer() {
        return server.orElseThrow(() -> new IllegalStateException(settings.service().whyNone()));
    }

    private Optional<Release> waiting(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NotBootedYet(var flip) ->
                    Optional.of(new Release(flip.version(), chronicle.situation().update().size()));
            case Verdict.Confirmed _,
                    Verdict.WasConfirmed _,
                    Verdict.Unhealthy _,
                    Verdict.FellBack _,
                    Verdict.NeverFlipped _,
                    Verdict.NoDisk _ ->
                    Optional.empty();
        };
    }
}
