package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import java.util.Optional;

/** Makes the host go down and come up again. */
interface Power {
    /** What came of it. */
    sealed interface Answer {
        /** It goes down, or nobody knows that it does not. */
        record Accepted() implements Answer {}

        /** It stays up, and why. */
        record Rejected(String why) implements Answer {}
    }

    /** Why it could not, as far as that can be told before a slot is asked for. */
    Optional<Obstacle> hindrance(Settings settings);

    /** Asks for the reboot; returns before the host goes. */
    Answer go(Settings settings) throws InterruptedException;
}
