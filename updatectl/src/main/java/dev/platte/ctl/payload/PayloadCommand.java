package dev.platte.ctl.payload;

import dev.platte.ctl.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verbs of payload files; none needs a server. */
@Command(
        name = "payload",
        description = "Make, look at, check, apply and sign payload files. No server is needed.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class PayloadCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private PayloadCommand() {}

    /** payload and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new PayloadCommand())
                .addSubcommand(new PayloadCreateVerb(terminal))
                .addSubcommand(new PayloadInspectVerb(terminal))
                .addSubcommand(new PayloadVerifyVerb(terminal))
                .addSubcommand(new PayloadApplyVerb(terminal))
                .addSubcommand(new PayloadSignVerb(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
