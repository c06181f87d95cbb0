package dev.platte.client.logind;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.UInt32;

/** A session as {@code (susso)}: id, user id, user name, seat, object. */
public final class SessionStruct extends Struct {
    @Position(0)
    public final String id;

    @Position(1)
    public final UInt32 uid;

    @Position(2)
    public final String user;

    @Position(3)
    public final String seat;

    @Position(4)
    public final DBusPath path;

    public SessionStruct(String id, UInt32 uid, String user, String seat, DBusPath path) {
        this.id = id;
        this.uid = uid;
        this.user = user;
        this.seat = seat;
        this.path = path;
    }
}
