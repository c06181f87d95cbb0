package dev.platte.client.cli;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.LiveInbox;
import dev.platte.client.agent.Watcher;
import dev.platte.client.agent.World;
import dev.platte.client.config.Settings;
import dev.platte.client.control.ControlSocket;
import dev.platte.client.http.Http;
import dev.platte.client.state.HostLock;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One agent at work in this process, alone on its host. SIGTERM and SIGINT end it in an orderly
 * way: the transfer is closed, the place kept, and the process exits with status 0.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Session.class.getName());
    private static final Duration LAST_WORDS = Duration.ofSeconds(20);

    private final HostLock lock;
    private final Agent agent;
    private final ControlSocket socket;
    private final CountDownLatch done = new CountDownLatch(1);

    private Session(
            HostOptions options,
            StateDir state,
            HostLock lock,
            ControlSocket socket,
            Watcher watcher)
            throws IOException {
        this.lock = lock;
        this.socket = socket;
        this.agent =
                new Agent(
                        new OptionsHost(options),
                        state,
                        new World(
                                Http::of,
                                new LiveInbox(),
                                InstantSource.system(),
                                RandomGenerator.getDefault()),
                        Watcher.all(List.of(watcher, socket)));
    }

    static Session open(HostOptions options, Settings settings, Watcher watcher)
            throws IOException {
        Path run = settings.places().run();
        Optional<HostLock> lock = HostLock.take(run);
        if (lock.isEmpty()) {
            throw new IOException(
                    "another update-client (process %s) is at work on this host; only one can be"
                            .formatted(HostLock.holder(run)));
        }
        Session session =
                new Session(
                        options,
                        new StateDir(settings.places().state()),
                        lock.get(),
                        new ControlSocket(run),
                        watcher);
        session.listen();
        Runtime.getRuntime().addShutdownHook(new Thread(session::end, "ending"));
        return session;
    }

    /** Commands of others are a comfort: without the socket there is still the work. */
    private void listen() {
        try {
            socket.start(agent);
        } catch (IOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    Agent agent() {
        return agent;
    }

    @Override
    public void close() throws IOException {
        agent.end();
        socket.close();
        lock.close();
        done.countDown();
    }

    /** Runs when the virtual machine goes down; after an ordinary end there is nothing to do. */
    private void end() {
        if (done.getCount() == 0) {
            return;
        }
        agent.end();
        try {
            if (done.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
