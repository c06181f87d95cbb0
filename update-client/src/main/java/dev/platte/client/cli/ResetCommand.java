package dev.platte.client.cli;

import dev.platte.client.agent.Request;
import dev.platte.client.control.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description =
                "Undoes an update that waits for its reboot, and forgets what defers the next one.")
final class ResetCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new Errand(parent.host(), spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(Verb.RESET, new Request.Reset());
    }
}
