package dev.platte.client.dbus;

import java.util.Optional;

/** What a caller on the bus may want of the agent. */
interface UpdateRequests {
    /**
     * A person asks for a check; at work, or waiting for a reboot, that is nothing. Returns at
     * once.
     */
    void attemptUpdate();

    /**
     * Takes back an update that waits for its reboot.
     *
     * @return why not; empty when it is done
     */
    Optional<String> resetStatus();
}
