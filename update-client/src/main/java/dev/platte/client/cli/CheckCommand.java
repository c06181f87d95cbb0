package dev.platte.client.cli;

import dev.platte.client.agent.Watcher;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.poll.Answer;
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
            Answer answer = session.agent().look(InstallSource.ONDEMAND_UPDATE);
            return switch (answer) {
                case Answer.NoUpdate _ -> said(out, "up to date");
                case Answer.NotNow(Answer.Pace _, String why) -> said(out, "not now: " + why);
                case Answer.Offered(Answer.Pace _, var offer) ->
                        said(
                                out,
                                "%s is offered: %d bytes, sha256 %s, from %s"
                                        .formatted(
                                                offer.name(),
                                                offer.size(),
                                                offer.sha256().hex(),
                                                offer.urls()));
                case Answer.Failed(Answer.Pace _, var failure) -> {
                    err.println("update-client: " + failure);
                    err.flush();
                    yield UpdateClient.FAILED;
                }
            };
        }
    }

    private static int said(PrintWriter out, String words) {
        out.println(words);
        out.flush();
        return UpdateClient.DONE;
    }
}
