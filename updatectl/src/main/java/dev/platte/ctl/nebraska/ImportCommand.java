package dev.platte.ctl.nebraska;

import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** import and its verbs: what other update servers hold, as a document for apply. */
@Command(
        name = "import",
        description = "Take over what another update server holds, as a document for apply.",
        synopsisSubcommandLabel = "COMMAND")
public final class ImportCommand extends VerbGroup {

    private ImportCommand() {}

    /** import and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ImportCommand()).addSubcommand(new ImportNebraskaVerb(terminal));
    }
}
