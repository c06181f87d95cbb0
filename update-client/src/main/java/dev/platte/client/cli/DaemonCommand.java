package dev.platte.client.cli;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Watcher;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
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
    private static final Logger LOG = System.getLogger(DaemonCommand.class.getName());

    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        List<Companion> companions = companions(settings);
        try (Session session = Session.open(parent.host(), settings, Watcher.all(companions))) {
            Verdict verdict = session.agent().begin();
            int status =
                    Verdicts.print(
                            verdict, spec.commandLine().getOut(), spec.commandLine().getErr());
            if (verdict instanceof Verdict.Unhealthy) {
                return status;
            }
            companions.forEach(companion -> start(companion, session.agent()));
            session.agent().run();
            return UpdateClient.DONE;
        } finally {
            companions.reversed().forEach(Companion::close);
        }
    }

    /** What stands beside the agent, in the order of its start. */
    private static List<Companion> companions(Settings settings) {
        return List.of();
    }

    /** The agent is worth more than what stands beside it. */
    private static void start(Companion companion, Agent agent) {
        try {
            companion.start(agent);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "going on without a part of the daemon: {0}", e.getMessage());
        }
    }
}
