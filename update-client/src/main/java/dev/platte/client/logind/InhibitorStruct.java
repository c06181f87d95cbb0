package dev.platte.client.logind;

import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.UInt32;

/** An inhibitor as {@code (ssssuu)}: what, who, why, mode, user id, process id. */
public final class InhibitorStruct extends Struct {
    @Position(0)
    public final String what;

    @Position(1)
    public final String who;

    @Position(2)
    public final String why;

    @Position(3)
    public final String mode;

    @Position(4)
    public final UInt32 uid;

    @Position(5)
    public final UInt32 pid;

    public InhibitorStruct(
            String what, String who, String why, String mode, UInt32 uid, UInt32 pid) {
        this.what = what;
        this.who = who;
        this.why = why;
        this.mode = mode;
        this.uid = uid;
        this.pid = pid;
    }
}
