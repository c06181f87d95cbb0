package dev.platte.client.cli;

import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Situation;
import dev.platte.client.config.Settings;
import dev.platte.client.control.RunningAgent;
import dev.platte.client.control.Verb;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Prints how things stand, and every change from now on, until it is interrupted or the",
            "agent ends."
        })
final class WatchCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Option(names = "--output", description = "text or json", defaultValue = "text")
    private Output output = Output.text;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        PrintWriter out = spec.commandLine().getOut();
        Optional<RunningAgent> found = RunningAgent.find(settings.places().run());
        if (found.isEmpty()) {
            throw new IOException(
                    "no agent runs on this host; start one with: update-client daemon");
        }
        try (RunningAgent agent = found.get()) {
            Reply reply =
                    agent.ask(
                            Verb.WATCH,
                            situation -> {
                                out.println(line(situation, settings));
                                out.flush();
                            });
            throw new IOException(reply.words());
        }
    }

    private String line(Situation situation, Settings settings) {
        if (output == Output.json) {
            return JsonText.of(new Standing(situation, true).fields(settings));
        }
        return String.format(
                Locale.ROOT,
                "%s  %-28s %5.1f %%  %s",
                situation.now().since(),
                situation.status().replace("UPDATE_STATUS_", ""),
                situation.update().progress() * 100,
                OneLine.of(situation.reason()));
    }
}
