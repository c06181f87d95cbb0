package dev.platte.client.cli;

import dev.platte.client.agent.Watcher;
import dev.platte.client.confirm.Verdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the health checks of a new release and confirms its slot, or takes it from the",
            "bootloader; exit status 1 then asks for a reboot. On a confirmed slot nothing is run."
        })
final class ConfirmCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Session session =
                Session.open(parent.host(), parent.host().settings(), Watcher.NOBODY)) {
            Verdict verdict = session.agent().begin();
            return Verdicts.print(
                    verdict, spec.commandLine().getOut(), spec.commandLine().getErr());
        }
    }
}
