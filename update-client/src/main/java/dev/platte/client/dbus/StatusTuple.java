package dev.platte.client.dbus;

import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.Position;

/**
 * What {@code GetStatus} returns, in order. The library reads the types of the answer from the type
 * arguments where the method is declared, and the values from the fields.
 *
 * @param <A> x, {@code last_checked_time}, seconds of the epoch
 * @param <B> d, {@code progress}, 0 to 1
 * @param <C> s, {@code current_operation}
 * @param <D> s, {@code new_version}
 * @param <E> x, {@code new_size}, bytes
 */
public final class StatusTuple<A, B, C, D, E> extends Tuple {
    @Position(0)
    public final A lastCheckedTime;

    @Position(1)
    public final B progress;

    @Position(2)
    public final C currentOperation;

    @Position(3)
    public final D newVersion;

    @Position(4)
    public final E newSize;

    public StatusTuple(A lastCheckedTime, B progress, C currentOperation, D newVersion, E newSize) {
        this.lastCheckedTime = lastCheckedTime;
        this.progress = progress;
        this.currentOperation = currentOperation;
        this.newVersion = newVersion;
        this.newSize = newSize;
    }
}
