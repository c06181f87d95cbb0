package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Outcome.Failed;
import dev.platte.client.agent.Outcome.Flipped;
import dev.platte.client.agent.Outcome.NothingOffered;
import dev.platte.client.agent.Outcome.PayloadApplied;
import dev.platte.client.agent.Outcome.Prepared;
import dev.platte.client.agent.Outcome.Reported;
import dev.platte.client.agent.Outcome.SlotVerified;
import dev.platte.client.agent.State.Release;
import dev.platte.client.backoff.Tries;
import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import dev.platte.client.install.InstallException;
import dev.platte.client.install.Installation;
import dev.platte.client.poll.Answer;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.client.poll.Reports;
import dev.platte.client.poll.Subject;
import dev.platte.client.poll.UpdateServer;
import dev.platte.client.postinst.Postinst;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effects of one attempt: what each state does, and what came of it. */
final class Attempt implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Attempt.class.getName());

    private final Settings settings;
    private final StateDir directory;
    private final Reports reports;
    private final Host host;
    private final World world;
    private final InstallSource source;
    private final boolean install;
    private final Marker marker;

    private Pace pace = Pace.NONE;
    private Subject subject;
    private volatile @Nullable Http http;
    private @Nullable UpdateServer server;
    private @Nullable Tries tries;
    private @Nullable Slots slots;
    private @Nullable Installation installation;

    /**
     * What an attempt is about.
     *
     * @param install whether an offer is taken; otherwise it is only looked at
     */
    record Errand(Settings settings, InstallSource source, boolean install) {}

    /** Opens nothing yet. */
    Attempt(Errand errand, StateDir directory, Reports reports, Host host, World world) {
        this.settings = errand.settings();
        this.source = errand.source();
        this.subject = new Subject(source, "");
        this.install = errand.install();
        this.directory = directory;
        this.reports = reports;
        this.host = host;
        this.world = world;
        this.marker = new Marker(settings);
    }

    /** Takes a step inside a state. */
    @FunctionalInterface
    interface Steps {
        void take(Outcome outcome);
    }

    /** What shapes the time of the next check. */
    Pace pace() {
        return pace;
    }

    /** Does what the state asks for; whatever goes wrong is an outcome too. */
    Outcome perform(State state, Chronicle chronicle, Steps steps) throws InterruptedException {
        try {
            return switch (state) {
                case State.Checking(_, Optional<Release> waiting) -> check(chronicle, waiting);
                case State.Offered(Offer offer, _) -> prepare(offer);
                case State.Downloading(Offer offer, _, _) -> download(offer, chronicle, steps);
                case State.Verifying _ -> readBack();
                case State.Finalizing(Offer offer) -> flip(offer);
                case State.Reporting reporting -> report(reporting);
                case State.Resting _ ->
                        throw new IllegalStateException("nothing to perform in " + state.status());
            };
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} failed: {1}", Words.phase(state), e.getMessage());
            return state instanceof State.Reporting
                    ? new Reported()
                    : new Failed(new Failure(ErrorCode.ERROR, String.valueOf(e.getMessage())));
        }
    }

    private Outcome check(Chronicle chronicle, Optional<Release> waiting)
            throws IOException, InterruptedException {
        Http opened = world.network().open(settings);
        http = opened;
        UpdateServer asked =
                new UpdateServer(
                        settings,
                        directory,
                        reports,
                        new UpdateServer.Means(opened, world.inbox(), world.clock()));
        server = asked;
        Answer answer = asked.check(source, waiting.isPresent());
        pace = answer.pace();
        if (!(answer instanceof Answer.Failed || answer instanceof Answer.Busy)) {
            chronicle.checked();
        }
        return switch (answer) {
            case Answer.NoUpdate _ -> new NothingOffered("up to date");
            case Answer.NotNow(Pace _, String why) -> new Outcome.HeldBack(why);
            case Answer.Busy(Pace said, String why) ->
                    new Outcome.Throttled(why, world.clock().instant().plus(said.leaveAlone()));
            case Answer.Failed(Pace _, Failure failure) -> new Failed(failure);
            case Answer.Offered(Pace _, Offer offer) -> consider(offer, waiting);
        };
    }

    private Outcome consider(Offer offer, Optional<Release> waiting) throws IOException {
        subject = new Subject(source, offer.version());
        Tries before = Tries.of(offer, directory, world.clock(), world.chance());
        tries = before;
        return new Policy(settings, new BootMemory(directory), source, install)
                .of(offer, waiting, before);
    }

    private Outcome prepare(Offer offer) throws IOException, InterruptedException {
        Slots opened;
        try {
            Postinst.cleanUp(settings.places().run());
            opened = host.openDisk(settings);
        } catch (IOException e) {
            return new Failed(
                    new Failure(
                            ErrorCode.INSTALL_DEVICE_OPEN,
                            "the disk cannot be used: " + e.getMessage()));
        }
        slots = opened;
        Installation begun = new Installation(settings, directory, opened, offer);
        installation = begun;
        try {
            long resumesAt = begun.prepare();
            server().downloadStarted(subject);
            return new Prepared(Math.min(resumesAt, offer.size()));
        } catch (InstallException e) {
            return failed(e);
        }
    }

    private Outcome download(Offer offer, Chronicle chronicle, Steps steps)
            throws IOException, InterruptedException {
        Arrivals arrivals = new Arrivals(offer.size(), chronicle, steps, marker);
        try {
            installation()
                    .download(
                            new Installation.Transport(
                                    requireNonNull(http), world.inbox(), requireNonNull(tries)),
                            arrivals);
            server().downloadFinished(subject);
            return new PayloadApplied();
        } catch (InstallException e) {
            return failed(e);
        }
    }

    private Outcome readBack() throws InterruptedException {
        try {
            installation().readBack(world.inbox());
            return new SlotVerified();
        } catch (InstallException e) {
            return failed(e);
        }
    }

    private Outcome flip(Offer offer) throws IOException, InterruptedException {
        try {
            installation().postinst(world.inbox());
            installation().flip();
        } catch (InstallException e) {
            return failed(e);
        }
        marker.put();
        server().installed(subject, flipped());
        LOG.log(Level.INFO, "{0} is installed", offer.name());
        return new Flipped();
    }

    /** Tells this flip apart from others of the same payload. */
    private String flipped() throws IOException {
        return new BootMemory(directory).flip().map(Flip::name).orElse("");
    }

    private Outcome report(State.Reporting reporting) throws IOException, InterruptedException {
        Installation begun = installation;
        boolean resumed = begun != null && begun.resumed();
        Failure failure = reporting.failure();
        UpdateServer told = server;
        if (told != null) {
            told.ended(subject, failure, resumed, reporting.deferred());
        }
        if (begun != null && failure.code().code() != ErrorCode.DOWNLOAD_TRANSFER.code()) {
            begun.discard();
        }
        return new Reported();
    }

    private Failed failed(InstallException e) {
        if (e.httpStatus() != 0) {
            pace = pace.withHttpStatus(e.httpStatus());
        }
        return new Failed(e.failure());
    }

    private Installation installation() {
        return requireNonNull(installation, "no installation was prepared");
    }

    private UpdateServer server() {
        return requireNonNull(server, "no server was asked");
    }

    /** From any thread: ends every transfer, now and from now on. */
    void breakOff() {
        Http open = http;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        breakOff();
        closed(installation);
        closed(slots);
    }

    private static void closed(@Nullable Closeable open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "not closed properly: {0}", e.getMessage());
            }
        }
    }
}
