package dev.platte.ctl.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class UpdatectlVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = UpdatectlVersion.class.getPackage().getImplementationVersion();
        return new String[] {"updatectl " + Optional.ofNullable(version).orElse("(not packaged)")};
    }
}
