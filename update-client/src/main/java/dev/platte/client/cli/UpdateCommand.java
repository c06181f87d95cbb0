package dev.platte.client.cli;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Request;
import dev.platte.client.confirm.Verdict;
import dev.platte.omaha.value.InstallSource;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        description = "Asks the server and installs what it offers, here and now; no reboot.")
final class UpdateCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = System.console() != null && System.console().isTerminal();
        ProgressLines progress = new ProgressLines(out, terminal, System::nanoTime);
        try (Session session = Session.open(parent.host(), parent.host().settings(), progress)) {
            Agent agent = session.agent();
            Verdict verdict = agent.begin();
            if (Verdicts.stops(verdict)) {
                return Verdicts.print(verdict, out, err);
            }
            return Replies.print(
                    agent.handle(new Request.Update(InstallSource.ONDEMAND_UPDATE)), out, err);
        }
    }
}
