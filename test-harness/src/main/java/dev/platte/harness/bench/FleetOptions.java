package dev.platte.harness.bench;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How large a fleet is, and how often each question is asked of it. */
final class FleetOptions {
    private static final int FEWEST = 1000;

    @Option(names = "--hosts", defaultValue = "3000000", description = "Rows of the host table.")
    private int hosts;

    @Option(names = "--times", defaultValue = "100", description = "How often each is asked.")
    private int times;

    int hosts() {
        return hosts;
    }

    int times() {
        return times;
    }

    Optional<String> wrong() {
        return hosts < FEWEST || times < 1
                ? Optional.of("--hosts is %d or more, --times 1 or more".formatted(FEWEST))
                : Optional.empty();
    }
}
