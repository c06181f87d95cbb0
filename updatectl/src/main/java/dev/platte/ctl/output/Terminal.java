package dev.platte.ctl.output;

import java.time.InstantSource;

/**
 * What a program runs in.
 *
 * @param isInteractive whether a person looks at it, so that a line may be drawn again
 * @param clock for rates and remaining times
 */
public record Terminal(boolean isInteractive, InstantSource clock) {
    /** The one that this process has. */
    public static Terminal ofThisProcess() {
        return new Terminal(
                System.console() != null && System.console().isTerminal(), InstantSource.system());
    }
}
