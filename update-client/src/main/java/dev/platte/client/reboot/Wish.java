package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

/**
 * What the reboot is for.
 *
 * @param from the version that runs
 * @param to the version that boots next; empty when nobody knows
 */
record Wish(String from, String to) {
    Wish {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
    }

    /** For people. */
    String words() {
        return to.isEmpty() ? "the reboot" : "the reboot into " + to;
    }
}
