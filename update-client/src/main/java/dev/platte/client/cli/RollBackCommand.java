package dev.platte.client.cli;

import dev.platte.client.agent.Request;
import dev.platte.client.control.Verb;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the other slot, confirmed earlier, the next to boot. What runs now is not",
            "installed again. Reboot to get there; reset takes it back until then."
        })
final class RollBackCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new Errand(parent.host(), spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(Verb.ROLLBACK, new Request.RollBack());
    }
}
