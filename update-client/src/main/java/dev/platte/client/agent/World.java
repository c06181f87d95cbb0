package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What is not of this process: network, time and chance.
 *
 * @param clock what people read; anybody may set it, so nothing waits by it
 */
public record World(Network network, Inbox inbox, InstantSource clock, RandomGenerator chance) {
    public World {
        requireNonNull(network, "network");
        requireNonNull(inbox, "inbox");
        requireNonNull(clock, "clock");
        requireNonNull(chance, "chance");
    }

    /** Gives every attempt its own connections; between attempts there are none. */
    @FunctionalInterface
    public interface Network {
        /** Fails when the settings name files that cannot be used. */
        Http open(Settings settings) throws IOException;
    }
}
