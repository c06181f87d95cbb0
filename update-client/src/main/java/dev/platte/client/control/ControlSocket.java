package dev.platte.client.control;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The agent's ear for people's commands: {@code platte/agent.sock} below the run directory.
 * Everybody on the host may ask how things stand; what changes something is for root and for the
 * user that the agent runs as.
 */
public final class ControlSocket implements Companion {
    private static final Logger LOG = System.getLogger(ControlSocket.class.getName());
    private static final int MOST_CONNECTIONS = 32;

    /** Of them for users who may only look: whoever looks for ever must not keep root out. */
    private static final int MOST_GUESTS = 24;

    private static final int MOST_REQUEST_BYTES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Semaphore guestRoom = new Semaphore(MOST_GUESTS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private @Nullable ServerSocketChannel server;

    /**
     * Not open yet.
     *
     * @param run the run directory
     */
    public ControlSocket(Path run) {
        this.file = file(run);
    }

    static Path file(Path run) {
        return run.resolve("platte").resolve("agent.sock");
    }

    /** The lock is ours: a socket that lies there is a dead agent's. */
    @Override
    public void start(Agent agent) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        ServerSocketChannel open = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server = open;
        try {
            open.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            open.close();
            throw new IOException("no commands on %s: %s".formatted(file, e.getMessage()), e);
        }
        UserPrincipal own = Files.getOwner(file);
        threads.execute(() -> accept(open, agent, own));
    }

    @Override
    public void changed(State state, Situation situation) {
        listeners.forEach(listener -> listener.hear(new Message.Standing(situation)));
    }

    @Override
    public void progressed(long received, long total) {
        listeners.forEach(listener -> listener.hear(new Message.Progress(received, total)));
    }

    private void accept(ServerSocketChannel open, Agent agent, UserPrincipal own) {
        while (open.isOpen()) {
            try {
                room.acquire();
                SocketChannel caller = open.accept();
                threads.execute(() -> serve(caller, agent, own));
            } catch (IOException e) {
                room.release();
                if (open.isOpen()) {
                    LOG.log(Level.WARNING, "{0}: {1}", file, e.getMessage());
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel caller, Agent agent, UserPrincipal own) {
        try (caller) {
            UserPrincipal user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (user.equals(own) || user.getName().equals("root")) {
                answer(caller, agent, Optional.empty());
            } else if (guestRoom.tryAcquire()) {
                try {
                    answer(
                            caller,
                            agent,
                            Optional.of("only root and " + own.getName() + " may do that"));
                } finally {
                    guestRoom.release();
                }
            } else {
                say(writer(caller), Reply.refused("too many look already; try again later"));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a caller is gone: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    /**
     * @param looksOnly why the caller may change nothing; empty: it may
     */
    private void answer(SocketChannel caller, Agent agent, Optional<String> looksOnly)
            throws IOException, InterruptedException {
        String line = request(caller);
        Optional<Verb> verb = Verb.of(line);
        Writer out = writer(caller);
        if (verb.isEmpty()) {
            say(out, Reply.refused("\"%s\" is nothing the agent knows".formatted(line)));
        } else if (verb.get().request().isPresent() && looksOnly.isPresent()) {
            say(out, Reply.refused(looksOnly.get()));
        } else {
            serve(verb.get(), agent, caller, out);
        }
    }

    private void serve(Verb verb, Agent agent, SocketChannel caller, Writer out)
            throws IOException, InterruptedException {
        Listener listener = new Listener();
        listener.hear(new Message.Standing(agent.situation()));
        if (verb == Verb.STATUS) {
            listener.done(Reply.done(""));
            listener.writeTo(out);
            return;
        }
        listeners.add(listener);
        threads.execute(() -> leaveWith(caller, listener));
        try {
            verb.request().ifPresent(request -> agent.ask(request).thenAccept(listener::done));
            listener.writeTo(out);
        } finally {
            listeners.remove(listener);
        }
    }

    /** Whoever looks for ever is gone as soon as it is, and not only when there is news for it. */
    private static void leaveWith(SocketChannel caller, Listener listener) {
        ByteBuffer ignored = ByteBuffer.allocate(MOST_REQUEST_BYTES);
        try {
            while (caller.read(ignored.clear()) >= 0) {
                continue;
            }
        } catch (IOException e) {
            LOG.log(Level.TRACE, "a caller is gone: {0}", e.getMessage());
        }
        listener.done(Reply.refused("nobody listens"));
    }

    /** One short line, soon; who only connects does not keep others out. */
    private String request(SocketChannel caller) throws IOException {
        var end = patience.schedule(() -> close(caller), PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            InputStream in = Channels.newInputStream(caller);
            byte[] line = new byte[MOST_REQUEST_BYTES];
            int length = 0;
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (length == line.length) {
                    throw new IOException("a request of more than " + length + " bytes");
                }
                line[length++] = (byte) c;
            }
            return new String(line, 0, length, StandardCharsets.US_ASCII);
        } finally {
            end.cancel(false);
        }
    }

    private static Writer writer(SocketChannel caller) {
        return new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(caller), StandardCharsets.UTF_8));
    }

    private static void say(Writer out, Reply reply) throws IOException {
        out.write(new Message.Done(reply).encode());
        out.flush();
    }

    private static void close(SocketChannel caller) {
        try {
            caller.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "not closed properly: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        ServerSocketChannel open = server;
        if (open != null) {
            try {
                open.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0}: {1}", file, e.getMessage());
            }
        }
        patience.shutdownNow();
        threads.shutdownNow();
    }

    /** Reads what an agent says, until its reply. */
    static BufferedReader reader(SocketChannel channel) {
        return new BufferedReader(
                new InputStreamReader(
                        Channels.newInputStream(requireNonNull(channel)), StandardCharsets.UTF_8));
    }
}
