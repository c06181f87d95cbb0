package dev.platte.client.dbus;

import java.io.IOException;

/** Another program owns the name on the bus: two updaters on one disk would fight. */
public final class NameTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    NameTakenException(String name, Throwable cause) {
        super(
                "%s is owned by another program: two updaters on one disk would fight; end the other one (systemctl stop update-engine)"
                        .formatted(name),
                cause);
    }
}
