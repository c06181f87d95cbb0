package dev.platte.client.dbus;

import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/** A slot as {@code (ssyybb)}: name, version, priority, tries, successful, running. */
public final class SlotStruct extends Struct {
    @Position(0)
    public final String name;

    @Position(1)
    public final String version;

    @Position(2)
    public final byte priority;

    @Position(3)
    public final byte tries;

    @Position(4)
    public final boolean successful;

    @Position(5)
    public final boolean running;

    SlotStruct(Surroundings.SlotLine line) {
        this.name = line.name();
        this.version = line.version();
        this.priority = (byte) line.priority();
        this.tries = (byte) line.tries();
        this.successful = line.successful();
        this.running = line.running();
    }
}
