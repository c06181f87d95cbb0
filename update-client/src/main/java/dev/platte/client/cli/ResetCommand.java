package dev.platte.client.cli;

import dev.platte.client.agent.Request;
import dev.platte.client.agent.Watcher;
import dev.platte.client.confirm.Verdict;
import java.io.PrintWriter;
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
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Session session =
                Session.open(parent.host(), parent.host().settings(), Watcher.NOBODY)) {
            Verdict verdict = session.agent().begin();
            if (Verdicts.stops(verdict)) {
                return Verdicts.print(verdict, out, err);
            }
            return Replies.print(session.agent().handle(new Request.Reset()), out, err);
        }
    }
}
