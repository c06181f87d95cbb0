package dev.platte.client.agent;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slots;
import java.io.IOException;

/** The host that an agent keeps up to date. */
public interface Host {
    /**
     * What the host was told; read anew for every attempt, so that a changed file needs no restart
     * (update_engine does the same, and its tools rely on it).
     *
     * @throws ConfigException a value that cannot be used
     * @throws IOException a file that is there and cannot be read
     */
    Settings settings() throws ConfigException, IOException;

    /**
     * Opens the disk, as often as it is needed.
     *
     * @throws IOException there is no disk with two slots, or the running one is not known
     */
    Slots openDisk(Settings settings) throws IOException;
}
