package dev.platte.client.cli;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.confirm.Verdict;
import dev.platte.omaha.value.InstallSource;
import java.io.PrintWriter;
import java.util.Optional;
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
            Optional<Situation.LastError> before = agent.situation().lastError();
            State end = agent.attempt(InstallSource.ONDEMAND_UPDATE);
            Optional<Situation.LastError> error = agent.situation().lastError();
            if (!(end instanceof State.NeedReboot) && error.isPresent() && !error.equals(before)) {
                err.println("update-client: " + error.get().failure());
                err.flush();
                return UpdateClient.FAILED;
            }
            out.println(agent.situation().reason());
            out.flush();
            return UpdateClient.DONE;
        }
    }
}
