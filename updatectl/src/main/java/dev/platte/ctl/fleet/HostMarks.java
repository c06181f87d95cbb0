package dev.platte.ctl.fleet;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The marks of hosts that are looked for, also of those that are counted no more. */
final class HostMarks extends Marks {
    @Option(names = "--version", description = "that runs this")
    private Optional<String> version = Optional.empty();

    @Option(names = "--retired", description = "those that are not counted any more")
    private boolean retired;

    @Override
    Optional<String> running() {
        return version;
    }

    @Override
    boolean retired() {
        return retired;
    }
}
