package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The message bus of this host: joined when it is there, and joined again when it comes back. A
 * host without a bus, or with one that restarts, is updated all the same.
 */
public final class SystemBus implements AutoCloseable {
    /** Where the system bus listens (D-Bus specification, "Well-known Message Bus Instances"). */
    public static final String DEFAULT_ADDRESS = "unix:path=/run/dbus/system_bus_socket";

    private static final String UNIX = "unix:path=";

    private static final Logger LOG = System.getLogger(SystemBus.class.getName());

    /** Calls that are answered at once; one of them may wait for the agent. */
    private static final int CALLERS = 4;

    /** How long the end waits for the bus. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final String address;
    private final Backoff backoff;
    private final List<Guest> guests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private volatile @Nullable Membership membership;

    /** Joins nothing yet. */
    public SystemBus(String address, Backoff backoff) {
        this.address = requireNonNull(address);
        this.backoff = requireNonNull(backoff);
        this.keeper = Thread.ofPlatform().name("bus").daemon().unstarted(this::keep);
    }

    /** What has something to do on the bus: owns a name, exports an object, hears signals. */
    public interface Guest {
        /**
         * A connection stands; called once for each, before anybody else can use it.
         *
         * @throws NameTakenException another program does what this guest is there for
         * @throws DBusException it cannot be used; the connection is closed and another one made
         *     later
         */
        void joined(DBusConnection connection) throws DBusException, NameTakenException;

        /** That connection is gone. */
        default void left() {}
    }

    /** The pause before another try: the first one, doubled each time up to the longest. */
    public record Backoff(Duration first, Duration longest) {
        /** One second to one minute. */
        public static final Backoff USUAL =
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

        public Backoff {
            if (!first.isPositive() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("back-off from " + first + " to " + longest);
            }
        }

        private Duration after(Duration pause) {
            Duration doubled = pause.multipliedBy(2);
            return doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }

    private record Membership(DBusConnection connection, CountDownLatch lost) {}

    /** The address in {@code DBUS_SYSTEM_BUS_ADDRESS}, else the usual one. */
    public static String address(Map<String, String> environment) {
        String told = environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", "");
        return told.isEmpty() ? DEFAULT_ADDRESS : told;
    }

    /** Brings a guest along; before {@link #start}. */
    public void add(Guest guest) {
        guests.add(requireNonNull(guest));
    }

    /**
     * Joins, and stays joined until it is closed. Where no bus answers, the tries go on in the
     * background.
     *
     * @throws NameTakenException another program does what a guest is there for
     * @throws IOException a guest cannot be on the bus; nothing goes on
     */
    public void start() throws IOException {
        try {
            tryToJoin();
        } catch (NameTakenException e) {
            throw e;
        } catch (DBusException | IOException e) {
            throw new IOException("on the bus at %s: %s".formatted(address, e.getMessage()), e);
        }
        keeper.start();
    }

    /** The connection that stands now; empty while there is none. */
    public Optional<DBusConnection> connection() {
        return Optional.ofNullable(membership)
                .map(Membership::connection)
                .filter(DBusConnection::isConnected);
    }

    private void keep() {
        Duration pause = backoff.first();
        try {
            while (closed.getCount() > 0) {
                Membership joined = membership;
                if (joined != null) {
                    joined.lost().await();
                    leave();
                    pause = backoff.first();
                } else {
                    pause = backoff.after(pause);
                }
                if (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    rejoin();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rejoin() {
        try {
            tryToJoin();
        } catch (DBusException | IOException e) {
            LOG.log(Level.WARNING, "on the bus at {0}: {1}", address, e.getMessage());
        }
    }

    /** Leaves things as they are when no bus answers. */
    private void tryToJoin() throws DBusException, IOException {
        CountDownLatch lost = new CountDownLatch(1);
        DBusConnection connection;
        try {
            connection = connect(address, lost::countDown);
        } catch (DBusException | DBusExecutionException e) {
            LOG.log(Level.DEBUG, "no bus at {0}: {1}", address, e.getMessage());
            return;
        }
        try {
            for (Guest guest : guests) {
                guest.joined(connection);
            }
        } catch (DBusException | NameTakenException | RuntimeException e) {
            connection.disconnect();
            throw e;
        }
        membership = new Membership(connection, lost);
        LOG.log(Level.INFO, "on the bus at {0}", address);
    }

    /**
     * A connection of one's own, for who wants it once.
     *
     * @param lost runs when it is gone, whoever ended it
     * @throws DBusException no bus answers
     */
    public static DBusConnection connect(String address, Runnable lost) throws DBusException {
        String socket = address.startsWith(UNIX) ? address.substring(UNIX.length()) : "";
        if (!socket.isEmpty() && !Files.exists(Path.of(socket.split("[,;]")[0]))) {
            // The library would wait ten seconds for it.
            throw new DBusException("there is no " + socket);
        }
        DBusConnectionBuilder builder = DBusConnectionBuilder.forAddress(address).withShared(false);
        ownUid().ifPresent(uid -> builder.transportConfig().configureSasl().withSaslUid(uid));
        return builder.receivingThreadConfig()
                .withSignalThreadCount(1)
                .withErrorHandlerThreadCount(1)
                .withMethodCallThreadCount(CALLERS)
                .withMethodReturnThreadCount(1)
                .connectionConfig()
                .withDisconnectCallback(new Lost(lost))
                .build();
    }

    /** The bus asks who we are; the library would look in a module that we do not ship. */
    private static Optional<Long> ownUid() {
        try {
            return Optional.of(
                    Integer.toUnsignedLong(
                            (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "/proc/self does not tell our user: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private void leave() {
        membership = null;
        if (closed.getCount() > 0) {
            LOG.log(Level.WARNING, "the bus at {0} is gone; joining again", address);
        }
        guests.forEach(Guest::left);
    }

    @Override
    public void close() {
        closed.countDown();
        Membership joined = membership;
        try {
            if (joined != null) {
                // It gives the name back and waits for the answer, which may never come.
                Thread.ofPlatform()
                        .daemon()
                        .start(joined.connection()::disconnect)
                        .join(LAST_WORDS);
                joined.lost().countDown();
            }
            if (keeper.isAlive()) {
                keeper.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever ends a connection ends it for good. */
    private record Lost(Runnable then) implements IDisconnectCallback {
        @Override
        public void disconnectOnError(IOException cause) {
            then.run();
        }

        @Override
        public void requestedDisconnect(@Nullable Integer id) {
            then.run();
        }

        @Override
        public void clientDisconnect() {
            then.run();
        }
    }
}
