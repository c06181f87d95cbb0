package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Situation;
import dev.platte.omaha.value.ErrorCode;
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
final class UpdateService implements SystemBus.Guest {
    static final String BUS_NAME = "com.coreos.update1";
    static final String PATH = "/com/coreos/update1";

    private static final String INTROSPECTION = "com.coreos.update1.xml";

    private static final Logger LOG = System.getLogger(UpdateService.class.getName());

    private final UpdateRequests requests;
    private final InstantSource clock;
    private final Exported exported = new Exported();
    private volatile Shown shown;
    private Shown emitted;
    private Instant emittedAt = Instant.EPOCH;
    private volatile @Nullable DBusConnection connection;

    /** What a caller is told. */
    private record Shown(Situation situation, Surroundings around) {
        Map<String, Object> properties() {
            return PropertyValues.of(situation, around);
        }

        /** update_engine's progress is 0 before and after a download. */
        double progress() {
            return situation.status().equals("UPDATE_STATUS_DOWNLOADING")
                    ? situation.update().progress()
                    : 0;
        }
    }

    /**
     * Not on any bus yet.
     *
     * @param first what the service tells until {@link #changed} says something else
     */
    UpdateService(
            UpdateRequests requests, InstantSource clock, Situation first, Surroundings around) {
        this.requests = requireNonNull(requests);
        this.clock = requireNonNull(clock);
        this.shown = new Shown(first, around);
        this.emitted = this.shown;
    }

    /** Takes the name, as its only owner, and says how things stand. */
    @Override
    public void joined(DBusConnection joined) throws DBusException, NameTakenException {
        joined.exportObject(exported);
        // The library's own description of a method with several results names each twice.
        joined.getObjectTree().add(PATH, new ExportedObject(exported, false), introspection());
        claim(joined);
        connection = joined;
        emit();
    }

    private static void claim(DBusConnection joined) throws DBusException, NameTakenException {
        try {
            joined.requestBusName(BUS_NAME);
        } catch (DBusException e) {
            String owner = joined.getDBusOwnerName(BUS_NAME);
            if (owner != null && !owner.equals(joined.getUniqueName())) {
                throw new NameTakenException(BUS_NAME, e);
            }
            throw new DBusException(
                    "the bus does not give us the name %s (%s); is its policy com.coreos.update1.conf installed?"
                            .formatted(BUS_NAME, e.getMessage()),
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
    synchronized void changed(Situation now, Surroundings around) {
        Shown before = shown;
        shown = new Shown(now, around);
        if (!emitted.around().equals(around)
                || Emission.isDue(emitted.situation(), now, emittedAt, clock.instant())) {
            emit();
        }
        if (!before.situation().lastError().equals(now.lastError())) {
            now.lastError().ifPresent(this::failed);
        }
    }

    private synchronized void emit() {
        Shown now = shown;
        Map<String, Object> changes =
                PropertyValues.changes(emitted.properties(), now.properties());
        emitted = now;
        emittedAt = clock.instant();
        Situation.Update update = now.situation().update();
        send(
                () ->
                        new CoreosUpdate.StatusUpdate(
                                PATH,
                                lastChecked(now.situation()),
                                now.progress(),
                                now.situation().status(),
                                update.version(),
                                update.size()));
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

    private void failed(Situation.LastError error) {
        ErrorCode code = error.failure().code();
        String reason = error.failure().reason();
        send(() -> new PlatteUpdate.Failed(PATH, code.code(), code.words(), reason));
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
        } catch (DBusException | RuntimeException e) {
            // The library throws what it likes while a connection goes down.
            LOG.log(Level.DEBUG, "a signal was not sent: {0}", e.getMessage());
        }
    }

    private static long lastChecked(Situation situation) {
        return situation.checks().last().map(Instant::getEpochSecond).orElse(0L);
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
            Shown now = shown;
            Situation.Update update = now.situation().update();
            return new StatusTuple<>(
                    lastChecked(now.situation()),
                    now.progress(),
                    now.situation().status(),
                    update.version(),
                    update.size());
        }

        /** Null stands for "no such property" with this library. */
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <A> @Nullable A Get(String interfaceName, String property) {
            if (!interfaceName.equals(NAME)) {
                return null;
            }
            Object value = shown.properties().get(property);
            return value == null ? null : (A) PropertyValues.variant(value);
        }

        @Override
        public <A> void Set(String interfaceName, String property, A value) {
            throw new PropertyReadOnly(property + " can only be read");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String interfaceName) {
            return switch (interfaceName) {
                case NAME -> PropertyValues.variants(shown.properties());
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
