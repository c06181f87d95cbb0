package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Host;
import dev.platte.client.agent.Rest;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.config.RebootStrategy;
import dev.platte.client.config.Settings;
import dev.platte.client.coordinator.Coordinator;
import dev.platte.client.lock.Locks;
import dev.platte.client.logind.Logind;
import dev.platte.client.state.StateDir;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reboots the host into what the agent installed, when that may be, and says what it waits for. */
public final class RebootCompanion implements Companion {
    private static final Logger LOG = System.getLogger(RebootCompanion.class.getName());

    /** A hook at work is ended after so long when the daemon ends. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Host host;
    private final Optional<Logind> logind;
    private final Settings settings;
    private final RandomGenerator chance;
    private final Ticker ticker;
    private final Wishes wishes;
    private final Coordinator coordinator;
    private Optional<Wish> installed = Optional.empty();
    private boolean signalled;
    private @Nullable Thread thread;

    /**
     * Does nothing yet.
     *
     * @param settings as they are at the start: what runs, and where state is kept
     * @param logind empty where there is no bus
     */
    public RebootCompanion(
            Host host,
            Settings settings,
            Optional<Logind> logind,
            Ticker ticker,
            RandomGenerator chance) {
        this.host = requireNonNull(host);
        this.settings = requireNonNull(settings);
        this.logind = requireNonNull(logind);
        this.chance = requireNonNull(chance);
        this.ticker = requireNonNull(ticker);
        this.wishes = new Wishes(ticker);
        this.coordinator = new Coordinator(settings.places().run());
    }

    @Override
    public void start(Agent agent) {
        StateDir state = new StateDir(settings.places().state());
        Power power = new HostPower(logind, new Kexec(host, Kexec.Tools.USUAL));
        HostWord word = new HostWord(logind, coordinator);
        Hooks hooks = new Hooks();
        Keeper keeper =
                new Keeper(new Locks(state, ticker::now, chance)::open, state, ticker, chance);
        Departure departure =
                new Departure(
                        new Departure.Means(
                                new Checks(word, power, state.path()),
                                new Courtesy(logins()),
                                hooks,
                                power,
                                new AgentExit(agent.rest()),
                                new RebootTries(state)),
                        wishes,
                        keeper,
                        ticker);
        Plan plan = new Plan(agent.situation().reboot());
        Homecoming homecoming =
                new Homecoming(hooks, new LastBootHealth(host, state), wishes, keeper, ticker);
        Gatekeeper gatekeeper =
                new Gatekeeper(
                        host::settings,
                        new Gatekeeper.Ways(departure, homecoming),
                        wishes,
                        keeper,
                        ticker,
                        gate -> shown(agent, gate, plan.at(gate, keeper.held(), ticker.now())));
        if (settings.reboot().strategy() != RebootStrategy.OFF && HostPower.isOurs(settings)) {
            // Whoever else could reboot this host sees early that it is taken.
            word.coordinator()
                    .ifPresent(why -> LOG.log(Level.WARNING, "no reboots: {0}", why.sentence()));
        }
        thread = Thread.ofPlatform().name("reboot").daemon().start(() -> run(gatekeeper));
    }

    private void shown(Agent agent, Gate gate, Situation.Reboot plan) {
        agent.rebootPlan(plan);
        coordinator.say(settings.reboot().strategy().word(), stage(gate));
    }

    private static Coordinator.Stage stage(Gate gate) {
        return switch (gate) {
            case Gate.Quiet(),
                    Gate.Looking _,
                    Gate.Blocked _,
                    Gate.Asking _,
                    Gate.Queued _,
                    Gate.GivingBack _,
                    Gate.Returned _ ->
                    Coordinator.Stage.RUNNING;
            case Gate.Draining _, Gate.Checking _, Gate.Stuck _, Gate.Leaving _ ->
                    Coordinator.Stage.REBOOT_PLANNED;
            case Gate.Gone _ -> Coordinator.Stage.REBOOTING;
        };
    }

    private static void run(Gatekeeper gatekeeper) {
        try {
            gatekeeper.run();
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "reboots end with the daemon");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "no more reboots until the daemon is started again", e);
        }
    }

    private Courtesy.Logins logins() {
        return logind.<Courtesy.Logins>map(each -> new Terminals(each, Path.of("/dev")))
                .orElse(Terminals.NOBODY);
    }

    private record AgentExit(Rest rest) implements Departure.Exit {
        @Override
        public boolean close() {
            return rest.keep();
        }

        @Override
        public void open() {
            rest.letGo();
        }
    }

    @Override
    public void changed(State state, Situation situation) {
        Optional<State.Release> waiting =
                switch (state) {
                    case State.NeedReboot(State.Release release) -> Optional.of(release);
                    case State.Checking(var _, Optional<State.Release> release) -> release;
                    case State.Offered(var _, Optional<State.Release> release) -> release;
                    case State.Downloading(var _, long _, Optional<State.Release> release) ->
                            release;
                    case State.Idle _,
                            State.HeldBack _,
                            State.Throttled _,
                            State.Deferred _,
                            State.Verifying _,
                            State.Finalizing _,
                            State.Reporting _ ->
                            Optional.empty();
                };
        Optional<Wish> wish =
                waiting.map(release -> new Wish(settings.host().version(), release.version()));
        synchronized (this) {
            installed = wish;
            want();
        }
    }

    /**
     * Somebody else than the agent says whether this host needs a reboot; it counts until somebody
     * says otherwise, or the daemon ends.
     */
    public synchronized void signalled(boolean needed) {
        signalled = needed;
        want();
    }

    private void want() {
        Optional<Wish> other =
                signalled ? Optional.of(new Wish(settings.host().version(), "")) : Optional.empty();
        wishes.want(installed.or(() -> other));
    }

    @Override
    public void close() {
        ticker.end();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(LAST_WORDS)) {
                running.interrupt();
                running.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        coordinator.close();
    }
}
