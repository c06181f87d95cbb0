package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Outcome.Began;
import dev.platte.client.agent.Outcome.CheckDue;
import dev.platte.client.agent.Outcome.Stopped;
import dev.platte.client.agent.Request.Check;
import dev.platte.client.agent.Request.RollBack;
import dev.platte.client.agent.Request.Update;
import dev.platte.client.agent.State.NeedReboot;
import dev.platte.client.agent.State.Release;
import dev.platte.client.agent.State.Resting;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Reports;
import dev.platte.client.poll.Subject;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the states: performs what a state asks for, and lets {@link Step#next} say what
 * follows. One at a time per host; its caller holds the lock. Everything happens on the one thread
 * that calls {@link #begin}, {@link #handle} or {@link #run}; {@link #ask}, {@link #situation},
 * {@link #rebootPlan}, {@link #rest} and {@link #end} may be called from any.
 */
public final class Agent {
    private static final Logger LOG = System.getLogger(Agent.class.getName());

    private final StateDir directory;
    private final Host host;
    private final World world;
    private final Chronicle chronicle;
    private final Timetable timetable;
    private final Reports reports;
    private final LastBoot lastBoot;
    private final Rest rest = new Rest();

    private volatile State state = new State.Idle();
    private volatile @Nullable Attempt current;

    /**
     * Does nothing yet.
     *
     * @throws IOException the state directory cannot be read
     */
    public Agent(Host host, StateDir directory, World world, Watcher watcher) throws IOException {
        this.host = requireNonNull(host);
        this.directory = requireNonNull(directory);
        this.world = requireNonNull(world);
        this.chronicle = new Chronicle(directory, world.clock(), watcher);
        this.timetable = new Timetable(world, directory);
        this.reports = new Reports(directory);
        this.lastBoot = new LastBoot(host, directory);
    }

    /** Where it is now. */
    public State state() {
        return state;
    }

    /** What {@code status} would tell now. */
    public Situation situation() {
        return chronicle.situation();
    }

    /** Says what whoever reboots this host is up to: {@code status} shows it as what comes next. */
    public void rebootPlan(Situation.Reboot plan) {
        chronicle.rebootPlan(plan);
    }

    /** For whoever takes the host down. */
    public Rest rest() {
        return rest;
    }

    /**
     * Wants something of a running agent.
     *
     * @return the reply, in time; at once where the agent is at something else (update_engine
     *     ignores such requests)
     */
    public CompletableFuture<Reply> ask(Request request) {
        State now = state;
        Optional<Reply> refusal = refusal(now, request);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        world.inbox().put(new Inbox.Call(request, reply));
        return reply;
    }

    /** Tells the agent to end: transfers break off, the place is kept, {@link #run} returns. */
    public void end() {
        world.inbox().end();
        Attempt busy = current;
        if (busy != null) {
            busy.breakOff();
        }
    }

    /**
     * Settles what the last boot left; to be called once, before all else.
     *
     * @return what became of the last flip
     * @throws IOException it cannot be told
     */
    public Verdict begin() throws ConfigException, IOException, InterruptedException {
        return began(lastBoot.settle(host.settings()));
    }

    /**
     * Begins without settling anything: another process decides about this boot, and until it has,
     * nothing is installed.
     *
     * @return what can be told without it
     */
    public Verdict beginUnsettled() throws ConfigException, IOException, InterruptedException {
        return began(lastBoot.look(host.settings()));
    }

    private Verdict began(Verdict verdict) throws IOException {
        if (verdict instanceof Verdict.NotBootedYet(Flip flip) && !flip.isRollback()) {
            // The last process may have died between the flip and its report.
            reports.installed(new Subject(InstallSource.SCHEDULER, flip.version()), flip.name());
        }
        go(new Began(LastBoot.waiting(verdict)));
        return verdict;
    }

    /**
     * Checks for ever, at update_engine's pace, and does what is asked meanwhile.
     *
     * @throws IOException the state directory cannot be read at the beginning
     * @throws InterruptedException the process was told to end; the only other way out
     */
    public void run() throws IOException, InterruptedException {
        timetable.begin();
        while (true) {
            chronicle.nextCheck(timetable.nextCheck());
            Optional<Inbox.Call> call = world.inbox().next(timetable.left());
            if (call.isPresent()) {
                answer(call.get());
            } else {
                handle(new Update(InstallSource.SCHEDULER));
                timetable.checked();
            }
        }
    }

    private void answer(Inbox.Call call) throws InterruptedException {
        try {
            call.reply().complete(handle(call.request()));
        } finally {
            call.reply().complete(Reply.failed("the agent ended before it was done"));
        }
    }

    /**
     * Does what is asked, on this thread.
     *
     * @throws InterruptedException the process was told to end; the state is kept
     */
    public Reply handle(Request request) throws InterruptedException {
        Optional<Reply> refusal = refusal(state, request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!rest.end()) {
            return Reply.refused("the host goes down for its reboot");
        }
        try {
            return perform(request);
        } finally {
            rest.begin();
        }
    }

    private Reply perform(Request request) throws InterruptedException {
        Settings settings;
        try {
            settings = host.settings();
        } catch (ConfigException | IOException e) {
            LOG.log(Level.ERROR, "nothing is done until this is repaired: {0}", e.getMessage());
            chronicle.cannot(String.valueOf(e.getMessage()), true);
            return Reply.failed(String.valueOf(e.getMessage()));
        }
        ByHand byHand = new ByHand(settings, directory, host);
        return switch (request) {
            case Check(InstallSource source) -> attempt(settings, source, false);
            case Update(InstallSource source) -> attempt(settings, source, true);
            case Request.Confirm _ -> lastBoot.confirm(settings);
            case Request.Reset _ -> settled(byHand::reset);
            case RollBack _ -> settled(byHand::rollBack);
        };
    }

    /** Why a request is not even tried in that state. */
    private static Optional<Reply> refusal(State state, Request request) {
        if (!(state instanceof Resting)) {
            return Optional.of(Reply.refused("the agent is at work (" + state.status() + ")"));
        }
        if (request instanceof RollBack && state instanceof NeedReboot(Release release)) {
            return Optional.of(
                    Reply.refused(
                            release.name() + " waits for its reboot; reset undoes that first"));
        }
        return Optional.empty();
    }

    private Reply attempt(Settings settings, InstallSource source, boolean install)
            throws InterruptedException {
        if (settings.service().server().isEmpty()) {
            String why = "no updates: " + settings.service().whyNone();
            chronicle.cannot(why, false);
            return Reply.failed(why);
        }
        Optional<String> undecided = lastBoot.undecided(settings);
        if (undecided.isPresent()) {
            chronicle.cannot(undecided.get(), false);
            return Reply.failed(undecided.get());
        }
        Situation before = situation();
        go(new CheckDue(source));
        try (Attempt attempt =
                new Attempt(
                        new Attempt.Errand(settings, source, install),
                        directory,
                        reports,
                        host,
                        world)) {
            current = attempt;
            while (!(state instanceof Resting)) {
                go(attempt.perform(state, chronicle, this::go));
            }
            timetable.pace(attempt.pace());
        } catch (InterruptedException e) {
            go(new Stopped());
            throw e;
        } finally {
            current = null;
        }
        boolean failed =
                situation().lastError().isPresent()
                        && !situation().lastError().equals(before.lastError());
        return failed && !(state instanceof NeedReboot)
                ? Reply.failed(situation().lastError().orElseThrow().failure().toString())
                : Reply.done(situation().reason());
    }

    /** Something that a person wants done to the disk. */
    @FunctionalInterface
    private interface Deed {
        Outcome perform() throws IOException;
    }

    private Reply settled(Deed deed) {
        try {
            go(deed.perform());
            return Reply.done(situation().reason());
        } catch (IOException e) {
            return Reply.failed(String.valueOf(e.getMessage()));
        }
    }

    private void go(Outcome outcome) {
        State from = state;
        State to = Step.next(from, outcome);
        state = to;
        if (from.getClass() != to.getClass()) {
            LOG.log(Level.INFO, "{0} -> {1}", Words.phase(from), Words.phase(to));
        }
        if (outcome instanceof Outcome.Failed(Failure failure)) {
            LOG.log(Level.WARNING, failure.toString());
        }
        chronicle.moved(from, outcome, to, world.inbox().elapsed());
    }
}
