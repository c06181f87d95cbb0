package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * Others say that this host needs a reboot, as {@code locksmithctl send-need-reboot} does: with
 * update_engine's own signal, which its listeners take from anybody (the bus lets only root send
 * under that path where its policy says so).
 */
public final class NeedRebootSignal implements SystemBus.Guest {
    private static final String NEED_REBOOT = "UPDATE_STATUS_UPDATED_NEED_REBOOT";
    private static final String PATH = "/com/coreos/update1";

    private final Consumer<Boolean> needed;

    /**
     * Hears nothing yet.
     *
     * @param needed is told true when somebody says that a reboot is needed, false when somebody
     *     says anything else; from a thread of the bus
     */
    public NeedRebootSignal(Consumer<Boolean> needed) {
        this.needed = requireNonNull(needed);
    }

    @Override
    public void joined(DBusConnection connection) throws DBusException {
        String ourselves = connection.getUniqueName();
        connection.addSigHandler(
                CoreosUpdate.StatusUpdate.class,
                signal -> {
                    if (!ourselves.equals(signal.getSource())) {
                        needed.accept(signal.currentOperation().equals(NEED_REBOOT));
                    }
                });
    }

    /**
     * Says it.
     *
     * @throws IOException there is no bus
     */
    public static void send(String address) throws IOException {
        try {
            DBusConnection connection = SystemBus.connect(address, () -> {});
            connection.sendMessage(new CoreosUpdate.StatusUpdate(PATH, 0, 0, NEED_REBOOT, "", 0));
            // Waits until the bus has taken it: our own name is asked for after the signal.
            connection.getDBusOwnerName(connection.getUniqueName());
            connection.disconnect();
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("on the bus at %s: %s".formatted(address, e.getMessage()), e);
        }
    }
}
