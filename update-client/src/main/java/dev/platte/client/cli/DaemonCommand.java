package dev.platte.client.cli;

import dev.platte.client.agent.Watcher;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "daemon",
        aliases = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Settles the last boot, then checks and installs for ever, at update_engine's pace.",
            "SIGTERM ends it with its state kept."
        })
final class DaemonCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        try (Session session = Session.open(parent.host(), settings, Watcher.NOBODY)) {
            Verdict verdict = session.agent().begin();
            int status =
                    Verdicts.print(
                            verdict, spec.commandLine().getOut(), spec.commandLine().getErr());
            if (verdict instanceof Verdict.Unhealthy) {
                return status;
            }
            session.agent().run();
            return UpdateClient.DONE;
        }
    }
}
