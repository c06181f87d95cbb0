package dev.platte.ctl.fleet;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The marks of hosts that are pinned, where {@code --version} is what they shall run. */
final class PinMarks extends Marks {
    @Option(names = "--running", description = "that runs this version")
    private Optional<String> running = Optional.empty();

    @Override
    Optional<String> running() {
        return running;
    }

    @Override
    boolean retired() {
        return false;
    }
}
