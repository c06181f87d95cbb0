package dev.platte.client.cli;

import dev.platte.client.agent.Host;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slots;
import java.io.IOException;

/** The host that the options name. */
record OptionsHost(HostOptions options) implements Host {
    @Override
    public Settings settings() throws ConfigException, IOException {
        return options.settings();
    }

    @Override
    public Slots openDisk(Settings settings) throws IOException {
        return options.openDisk(settings);
    }
}
