package dev.platte.ctl.output;

import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a program runs in.
 *
 * @param isInteractive whether a person looks at it, so that a line may be drawn again
 * @param clock for rates and remaining times
 * @param environment the variables of the process
 * @param input what is piped into it
 */
public record Terminal(
        boolean isInteractive,
        InstantSource clock,
        Map<String, String> environment,
        InputStream input) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** One into which nothing is piped. */
    public Terminal(boolean isInteractive, InstantSource clock, Map<String, String> environment) {
        this(isInteractive, clock, environment, InputStream.nullInputStream());
    }

    /** One without variables. */
    public Terminal(boolean isInteractive, InstantSource clock) {
        this(isInteractive, clock, Map.of());
    }

    /** The one that this process has. */
    public static Terminal ofThisProcess() {
        return new Terminal(
                System.console() != null && System.console().isTerminal(),
                InstantSource.system(),
                System.getenv(),
                System.in);
    }
}
