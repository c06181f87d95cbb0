package dev.platte.client.cli;

import dev.platte.client.agent.Request;
import dev.platte.client.control.Verb;
import dev.platte.omaha.value.InstallSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Asks the server, says what it offers, and installs nothing.")
final class CheckCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new Errand(parent.host(), spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(Verb.CHECK, new Request.Check(InstallSource.ONDEMAND_UPDATE));
    }
}
