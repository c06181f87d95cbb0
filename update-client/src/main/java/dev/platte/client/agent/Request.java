package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.omaha.value.InstallSource;

/** What people and programs may want of the agent. */
public sealed interface Request {
    /** Ask the server, and leave an offer where it is. */
    record Check(InstallSource source) implements Request {
        public Check {
            requireNonNull(source, "source");
        }
    }

    /** Ask the server, and install what it offers (update_engine's AttemptUpdate). */
    record Update(InstallSource source) implements Request {
        public Update {
            requireNonNull(source, "source");
        }
    }

    /** Try this boot's slot and confirm it, or take it from the bootloader. */
    record Confirm() implements Request {}

    /** Undo what is installed and waits for its reboot, and forget what defers the next one. */
    record Reset() implements Request {}

    /**
     * Make the other slot, confirmed earlier, the next to boot; this release is not taken again.
     */
    record RollBack() implements Request {}
}
