package dev.platte.client.logind;

import java.util.List;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/**
 * What is used of logind (org.freedesktop.login1(5)). Public because the library reaches it by
 * reflection.
 */
@DBusInterfaceName("org.freedesktop.login1.Manager")
public interface LogindInterface extends DBusInterface {
    /** Signature {@code a(ssssuu)}. */
    List<InhibitorStruct> ListInhibitors();

    /** Signature {@code a(susso)}. */
    List<SessionStruct> ListSessions();

    /** Returns when the shutdown has begun; an error says that it has not. */
    void Reboot(boolean interactive);
}
