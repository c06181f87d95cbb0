package dev.platte.client.agent;

import dev.platte.client.agent.Outcome.Failed;
import dev.platte.client.agent.Outcome.Flipped;
import dev.platte.client.agent.Outcome.NothingOffered;
import dev.platte.client.agent.Outcome.OfferDeclined;
import dev.platte.client.agent.Outcome.OfferTaken;
import dev.platte.client.agent.Outcome.PayloadApplied;
import dev.platte.client.agent.Outcome.Prepared;
import dev.platte.client.agent.Outcome.Received;
import dev.platte.client.agent.Outcome.Reported;
import dev.platte.client.agent.Outcome.SlotVerified;
import dev.platte.client.config.Settings;
import dev.platte.client.install.InstallException;
import dev.platte.client.install.Installation;
import dev.platte.client.poll.Answer;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.client.poll.UpdateServer;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The effects of one attempt: what each state does, and what came of it. */
final class Attempt implements AutoCloseable {
    /** update_engine tells of every percent. */
    private static final int STEPS = 100;

    private final Settings settings;
    private final StateDir directory;
    private final Agent.Disk disk;
    private final Agent.World world;
    private final UpdateServer server;
    private final InstallSource source;

    private Pace pace = Pace.NONE;
    private @Nullable Slots slots;
    private @Nullable Installation installation;

    Attempt(
            Settings settings,
            StateDir directory,
            Agent.Disk disk,
            Agent.World world,
            UpdateServer server,
            InstallSource source) {
        this.settings = settings;
        this.directory = directory;
        this.disk = disk;
        this.world = world;
        this.server = server;
        this.source = source;
    }

    /** Takes a step inside a state. */
    @FunctionalInterface
    interface Steps {
        void take(Outcome outcome) throws IOException;
    }

    /** What shapes the time of the next check. */
    Pace pace() {
        return pace;
    }

    Outcome perform(State state, Chronicle chronicle, Steps steps)
            throws IOException, InterruptedException {
        return switch (state) {
            case State.Checking _ -> check(chronicle);
            case State.Offered(Offer offer) -> prepare(offer);
            case State.Downloading(Offer offer, long _) -> download(offer, chronicle, steps);
            case State.Verifying _ -> readBack();
            case State.Finalizing _ -> flip();
            case State.Reporting(Failure failure, boolean deferred) -> report(failure, deferred);
            case State.Idle _, State.NeedReboot _ ->
                    throw new IllegalStateException("nothing to perform in " + state.status());
        };
    }

    private Outcome check(Chronicle chronicle) throws IOException, InterruptedException {
        Answer answer = server.check(source);
        pace = answer.pace();
        if (!(answer instanceof Answer.Failed)) {
            chronicle.checked();
        }
        return switch (answer) {
            case Answer.NoUpdate _ -> new NothingOffered("up to date");
            case Answer.NotNow(Pace _, String why) -> new NothingOffered(why);
            case Answer.Failed(Pace _, Failure failure) -> new Failed(failure);
            case Answer.Offered(Pace _, Offer offer) -> consider(offer);
        };
    }

    private Outcome consider(Offer offer) throws IOException {
        if (new BootMemory(directory).isBad(offer.version(), offer.sha256().hex())) {
            return new OfferDeclined(
                    new Failure(
                            ErrorCode.IGNORED_BY_POLICY,
                            "%s did not come up healthy on this host; waiting for something newer"
                                    .formatted(offer.name())));
        }
        return new OfferTaken(offer);
    }

    private Outcome prepare(Offer offer) throws IOException, InterruptedException {
        Slots opened;
        try {
            opened = disk.open();
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
            server.downloadStarted(source);
            return new Prepared(Math.min(resumesAt, offer.size()));
        } catch (InstallException e) {
            return failed(e);
        }
    }

    private Outcome download(Offer offer, Chronicle chronicle, Steps steps)
            throws IOException, InterruptedException {
        Percents percents = new Percents(offer.size(), chronicle, steps);
        try {
            installation().download(world.http(), world.pause(), percents);
            server.downloadFinished(source);
            return new PayloadApplied();
        } catch (InstallException e) {
            return failed(e);
        } finally {
            percents.rethrow();
        }
    }

    private Outcome readBack() {
        try {
            installation().readBack();
            return new SlotVerified();
        } catch (InstallException e) {
            return failed(e);
        }
    }

    /** Here a postinst of the new image would run first. */
    private Outcome flip() {
        try {
            installation().flip();
            return new Flipped();
        } catch (InstallException e) {
            return failed(e);
        }
    }

    private Outcome report(Failure failure, boolean deferred)
            throws IOException, InterruptedException {
        boolean resumed = installation != null && installation.resumed();
        server.ended(source, failure, resumed, deferred);
        if (installation != null && failure.code().code() != ErrorCode.DOWNLOAD_TRANSFER.code()) {
            installation.discard();
        }
        return new Reported();
    }

    private Failed failed(InstallException e) {
        if (e.httpStatus() != 0) {
            pace = new Pace(pace.pollInterval(), e.httpStatus());
        }
        return new Failed(e.failure());
    }

    private Installation installation() {
        Installation begun = installation;
        if (begun == null) {
            throw new IllegalStateException("no installation was prepared");
        }
        return begun;
    }

    @Override
    public void close() throws IOException {
        Installation begun = installation;
        Slots opened = slots;
        if (begun != null) {
            begun.close();
        }
        if (opened != null) {
            opened.close();
        }
    }

    /** Passes every arrival on to the watcher, and every percent on to the state. */
    private static final class Percents implements LongConsumer {
        private final long size;
        private final Chronicle chronicle;
        private final Steps steps;
        private long last = -1;
        private @Nullable IOException failed;

        Percents(long size, Chronicle chronicle, Steps steps) {
            this.size = size;
            this.chronicle = chronicle;
            this.steps = steps;
        }

        @Override
        public void accept(long received) {
            long bounded = Math.min(received, size);
            chronicle.progressed(bounded, size);
            long step = (long) ((double) bounded / size * STEPS);
            if (step != last) {
                last = step;
                try {
                    steps.take(new Received(bounded));
                } catch (IOException e) {
                    failed = e;
                }
            }
        }

        void rethrow() throws IOException {
            IOException e = failed;
            if (e != null) {
                throw e;
            }
        }
    }
}
