package dev.platte.client.engine;

import dev.platte.client.dbus.CoreosUpdate;
import dev.platte.client.dbus.PlatteUpdate;
import dev.platte.client.dbus.StatusTuple;
import dev.platte.client.dbus.SystemBus;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;

/** com.coreos.update1, ours or update_engine's own, as a caller sees it. */
final class Service implements AutoCloseable {
    private static final String NAME = "com.coreos.update1";
    private static final String PATH = "/com/coreos/update1";
    private static final int TRIES = 4;

    private final DBusConnection connection;
    private final CountDownLatch lost;
    private final CoreosUpdate manager;
    private final Properties properties;

    private Service(DBusConnection connection, CountDownLatch lost) throws DBusException {
        this.connection = connection;
        this.lost = lost;
        this.manager = connection.getRemoteObject(NAME, PATH, CoreosUpdate.class);
        this.properties = connection.getRemoteObject(NAME, PATH, Properties.class);
    }

    /**
     * Looks for it a few times: it may just be starting.
     *
     * @throws DBusException there is no bus, or nobody owns the name
     */
    static Service find(UpdateEngineClient.Bus bus, EngineLog log)
            throws DBusException, InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        DBusConnection connection;
        try {
            connection = SystemBus.connect(bus.address(), lost::countDown);
        } catch (DBusException e) {
            throw new DBusException("Failed to get bus: " + e.getMessage(), e);
        }
        DBus dbus =
                connection.getRemoteObject(
                        "org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
        for (int i = 1; !dbus.NameHasOwner(NAME); i++) {
            log.warning("Error getting dbus proxy for " + NAME + ": nobody owns the name");
            if (i == TRIES) {
                connection.disconnect();
                throw new DBusException("Giving up -- unable to get dbus proxy for " + NAME);
            }
            Thread.sleep(bus.retry());
            log.info("Retrying to get dbus proxy. Try %d/%d".formatted(i + 1, TRIES));
        }
        return new Service(connection, lost);
    }

    CoreosUpdate manager() {
        return manager;
    }

    StatusTuple<Long, Double, String, String, Long> status() {
        return manager.GetStatus();
    }

    /** When the last attempt failed; 0 before any, and always with update_engine itself. */
    long lastErrorTime() {
        return property("LastErrorTime") instanceof Long seconds ? seconds : 0;
    }

    /** A property in words; empty with update_engine itself. */
    String text(String name) {
        return property(name) instanceof String text ? text : "";
    }

    private Object property(String name) {
        try {
            return properties.Get(PlatteUpdate.NAME, name);
        } catch (DBusExecutionException e) {
            return "";
        }
    }

    /** Hears every StatusUpdate until the bus is gone. */
    void watch(Consumer<CoreosUpdate.StatusUpdate> listener)
            throws DBusException, InterruptedException {
        connection.addSigHandler(CoreosUpdate.StatusUpdate.class, listener::accept);
        lost.await();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
