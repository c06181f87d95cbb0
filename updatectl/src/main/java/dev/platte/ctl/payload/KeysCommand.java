package dev.platte.ctl.payload;

import dev.platte.ctl.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verbs of key files; none needs a server. */
@Command(
        name = "keys",
        description = "Make keys and write their public halves. No server is needed.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class KeysCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private KeysCommand() {}

    /** keys and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysGenerateVerb(terminal))
                .addSubcommand(new KeysPublicVerb(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
