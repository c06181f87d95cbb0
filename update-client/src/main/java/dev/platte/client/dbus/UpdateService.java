package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.errors.PropertyReadOnly;
import org.freedesktop.dbus.errors.UnknownInterface;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.ExportedObject;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * {@code com.coreos.update1} on the bus. It answers from the last status that it was given and
 * never waits for the agent; what it sends is queued by the connection, so that the agent never
 * waits for the bus.
 */
public final class UpdateService implements SystemBus.Guest {
    static final String BUS_NAME = "com.coreos.update1";
    static final String PATH = "/com/coreos/update1";

    private static final String INTROSPECTION = "com.coreos.update1.xml";

    private static final Logger LOG = System.getLogger(UpdateService.class.getName());

    private final UpdateRequests requests;
    private final InstantSource clock;
    private final Exported exported = new Exported();
    private volatile UpdateStatus status;
    private UpdateStatus emitted;
    private Instant emittedAt = Instant.EPOCH;
    private volatile @Nullable DBusConnection connection;

    /**
     * Not on any bus yet.
     *
     * @param first what the service tells until {@link #changed} says something else
     */
    public UpdateService(UpdateRequests requests, InstantSource clock, UpdateStatus first) {
        this.requests = requireNonNull(requests);
        this.clock = requireNonNull(clock);
        this.status = requireNonNull(first);
        this.emitted = first;
    }

    /** Takes the name, as its only owner, and says how things stand. */
    @Override
    public void joined(DBusConnection joined) throws DBusException {
        joined.exportObject(exported);
        // The library's own description of a method with several results names each twice.
        joined.getObjectTree().add(PATH, new ExportedObject(exported, false), introspection());
        claim(joined);
        connection = joined;
        announce();
    }

    private static void claim(DBusConnection joined) throws DBusException {
        try {
            joined.requestBusName(BUS_NAME);
        } catch (DBusException e) {
            throw new DBusException(
                    "the name %s cannot be owned (%s): another updater may run, or %s is not installed"
                            .formatted(
                                    BUS_NAME,
                                    e.getMessage(),
                                    "/usr/share/dbus-1/system.d/com.coreos.update1.conf"),
                    e);
        }
    }

    private static String introspection() throws DBusException {
        try (InputStream in = UpdateService.class.getResourceAsStream(INTROSPECTION)) {
            return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DBusException(INTROSPECTION + " cannot be read", e);
        }
    }

    @Override
    public void left() {
        connection = null;
    }

    /** Things stand so from now on; those who listen hear it when it is worth it. */
    public synchronized void changed(UpdateStatus now) {
        UpdateStatus before = status;
        status = requireNonNull(now);
        if (Emission.isDue(emitted, now, emittedAt, clock.instant())) {
            emit();
        }
        if (!before.lastError().equals(now.lastError())) {
            now.lastError().ifPresent(this::failed);
        }
    }

    /** Says once more how things stand: update_engine does at every check while a reboot is due. */
    public synchronized void announce() {
        emit();
    }

    private void emit() {
        UpdateStatus now = status;
        Map<String, Object> changes = PropertyValues.changes(emitted, now);
        emitted = now;
        emittedAt = clock.instant();
        send(
                () ->
                        new CoreosUpdate.StatusUpdate(
                                PATH,
                                lastChecked(now),
                                now.update().progress(),
                                now.stage().operation(),
                                now.update().version(),
                                now.update().size()));
        if (!changes.isEmpty()) {
            send(
                    () ->
                            new Properties.PropertiesChanged(
                                    PATH,
                                    PlatteUpdate.NAME,
                                    PropertyValues.variants(changes),
                                    List.of()));
        }
    }

    private void failed(UpdateStatus.LastError error) {
        send(() -> new PlatteUpdate.Failed(PATH, error.code(), error.words(), error.reason()));
    }

    @FunctionalInterface
    private interface Signal {
        DBusSignal make() throws DBusException;
    }

    /** Nobody is told while there is no bus; whoever joins later asks. */
    private void send(Signal signal) {
        DBusConnection joined = connection;
        if (joined == null) {
            return;
        }
        try {
            joined.sendMessage(signal.make());
        } catch (DBusException | DBusExecutionException e) {
            LOG.log(Level.DEBUG, "a signal was not sent: {0}", e.getMessage());
        }
    }

    private static long lastChecked(UpdateStatus status) {
        return status.checks().last().map(Instant::getEpochSecond).orElse(0L);
    }

    /** What callers reach; apart, so that the rest of the program cannot be called from outside. */
    private final class Exported implements CoreosUpdate, PlatteUpdate, Properties {
        @Override
        public void AttemptUpdate() {
            requests.attemptUpdate();
        }

        @Override
        public void ResetStatus() {
            Optional<String> refusal = requests.resetStatus();
            if (refusal.isPresent()) {
                throw new Refused(refusal.get());
            }
        }

        @Override
        public StatusTuple<Long, Double, String, String, Long> GetStatus() {
            UpdateStatus now = status;
            return new StatusTuple<>(
                    lastChecked(now),
                    now.update().progress(),
                    now.stage().operation(),
                    now.update().version(),
                    now.update().size());
        }

        /** Null stands for "no such property" with this library. */
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <A> @Nullable A Get(String interfaceName, String property) {
            if (!interfaceName.equals(NAME)) {
                return null;
            }
            Object value = PropertyValues.of(status).get(property);
            return value == null ? null : (A) PropertyValues.variant(value);
        }

        @Override
        public <A> void Set(String interfaceName, String property, A value) {
            throw new PropertyReadOnly(property + " can only be read");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String interfaceName) {
            return switch (interfaceName) {
                case NAME -> PropertyValues.variants(PropertyValues.of(status));
                case "com.coreos.update1.Manager", "org.freedesktop.DBus.Properties" -> Map.of();
                default -> throw new UnknownInterface("no interface " + interfaceName);
            };
        }

        @Override
        public boolean isRemote() {
            return false;
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }
}
