package dev.platte.client.cli;

import dev.platte.client.agent.Request;
import dev.platte.client.agent.Watcher;
import dev.platte.client.confirm.Verdict;
import dev.platte.omaha.value.InstallSource;
import java.io.PrintWriter;
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
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Session session =
                Session.open(parent.host(), parent.host().settings(), Watcher.NOBODY)) {
            Verdict verdict = session.agent().begin();
            if (Verdicts.stops(verdict)) {
                return Verdicts.print(verdict, out, err);
            }
            return Replies.print(
                    session.agent().handle(new Request.Check(InstallSource.ONDEMAND_UPDATE)),
                    out,
                    err);
        }
    }
}
