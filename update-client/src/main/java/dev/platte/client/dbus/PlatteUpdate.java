package dev.platte.client.dbus;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;

/**
 * What update_engine's interface leaves out, as properties with {@code PropertiesChanged}: those of
 * {@link PropertyValues}. Public because the library reaches it by reflection.
 */
@DBusInterfaceName(PlatteUpdate.NAME)
public interface PlatteUpdate extends DBusInterface {
    /** The interface's name on the bus. */
    String NAME = "dev.platte.Update1";

    /** An attempt ended without an update; the arguments are those of {@code LastError...}. */
    class Failed extends DBusSignal {
        public Failed(String path, int code, String words, String reason) throws DBusException {
            super(path, code, words, reason);
        }
    }

    /** The agent does not do what was asked; the message says why. */
    @DBusInterfaceName("dev.platte.Update1.Error.Refused")
    class Refused extends DBusExecutionException {
        private static final long serialVersionUID = 1L;

        public Refused(String why) {
            super(why);
        }
    }
}
