package dev.platte.ctl.command;

import dev.platte.ctl.access.ApprovalCommand;
import dev.platte.ctl.access.AuditCommand;
import dev.platte.ctl.access.TokenCommand;
import dev.platte.ctl.access.UserCommand;
import dev.platte.ctl.configuration.ApplyVerb;
import dev.platte.ctl.configuration.ExportVerb;
import dev.platte.ctl.fleet.GroupCommand;
import dev.platte.ctl.fleet.HostCommand;
import dev.platte.ctl.fleet.InboxCommand;
import dev.platte.ctl.fleet.RolloutCommand;
import dev.platte.ctl.lock.LockCommand;
import dev.platte.ctl.nebraska.ImportCommand;
import dev.platte.ctl.output.Terminal;
import dev.platte.ctl.payload.KeysCommand;
import dev.platte.ctl.payload.PayloadCommand;
import dev.platte.ctl.release.AppCommand;
import dev.platte.ctl.release.ChannelCommand;
import dev.platte.ctl.release.PackageCommand;
import dev.platte.ctl.simulate.SimulateVerb;
import dev.platte.ctl.webhook.EventsVerb;
import dev.platte.ctl.webhook.WebhookCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** updatectl: the command line of release engineers and operators. */
@Command(
        name = "updatectl",
        description = "Makes, checks and signs payloads; manages releases and rollouts.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = UpdatectlVersion.class)
public final class Updatectl implements Runnable {
    private static final String BASIC_FOR_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Exit status 0: done, 1: failed, 2: wrong usage. */
    public static void main(String[] args) {
        // Before the first client: proxies before TLS servers are told a password, too.
        System.setProperty(BASIC_FOR_TUNNELS, "");
        System.exit(tree(Terminal.ofThisProcess()).execute(args));
    }

    /** All verbs. A new group of verbs is added here. */
    public static CommandLine tree(Terminal terminal) {
        CommandLine root =
                new CommandLine(new Updatectl())
                        .addSubcommand(PayloadCommand.tree(terminal))
                        .addSubcommand(KeysCommand.tree(terminal))
                        .addSubcommand(AppCommand.tree(terminal))
                        .addSubcommand(ChannelCommand.tree(terminal))
                        .addSubcommand(PackageCommand.tree(terminal))
                        .addSubcommand(GroupCommand.tree(terminal))
                        .addSubcommand(RolloutCommand.tree(terminal))
                        .addSubcommand(HostCommand.tree(terminal))
                        .addSubcommand(InboxCommand.tree(terminal))
                        .addSubcommand(LockCommand.tree(terminal))
                        .addSubcommand(EventsVerb.verb(terminal))
                        .addSubcommand(WebhookCommand.tree(terminal))
                        .addSubcommand(ApprovalCommand.tree(terminal))
                        .addSubcommand(UserCommand.tree(terminal))
                        .addSubcommand(TokenCommand.tree(terminal))
                        .addSubcommand(AuditCommand.tree(terminal))
                        .addSubcommand(ExportVerb.verb(terminal))
                        .addSubcommand(ApplyVerb.verb(terminal))
                        .addSubcommand(ImportCommand.tree(terminal))
                        .addSubcommand(SimulateVerb.verb(terminal))
                        .addSubcommand(new CompletionVerb());
        return root.setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::failed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
