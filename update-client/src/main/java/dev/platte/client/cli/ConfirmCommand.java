package dev.platte.client.cli;

import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Watcher;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Confirmation;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.control.RunningAgent;
import dev.platte.client.control.Verb;
import dev.platte.client.script.ScriptResult;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "confirm",
        aliases = "mark-good",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the health checks of a new release and confirms its slot, or takes it from the",
            "bootloader; exit status 1 then asks for a reboot. On a confirmed slot nothing is run."
        })
final class ConfirmCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Option(
            names = "--failed",
            paramLabel = "WHY",
            description =
                    "runs no checks: the boot failed otherwise, for instance boot-complete.target")
    private @Nullable String failed;

    @Option(
            names = "--reboot",
            description = "reboots this host when its slot was taken from the bootloader")
    private boolean reboot;

    @Option(
            names = "--dry-run",
            description = "runs the health checks at any time and changes nothing")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Settings settings = parent.host().settings();
        if (dryRun) {
            return check(settings, out);
        }
        String why = failed;
        Optional<RunningAgent> running = RunningAgent.find(settings.places().run());
        if (running.isPresent() && why == null) {
            try (RunningAgent agent = running.get()) {
                return print(agent.ask(Verb.CONFIRM, situation -> {}), out, err);
            }
        }
        Verdict verdict;
        try (Session session = Session.open(parent.host(), settings, Watcher.NOBODY)) {
            verdict = why == null ? session.agent().begin() : failed(settings, why);
        }
        int status = Verdicts.print(verdict, out, err);
        if (reboot
                && verdict instanceof Verdict.Unhealthy unhealthy
                && unhealthy.next() == Verdict.Next.REBOOT) {
            reboot(settings);
        }
        return status;
    }

    private static int print(Reply reply, PrintWriter out, PrintWriter err) {
        boolean done = reply.kind() == Reply.Kind.DONE;
        PrintWriter to = done ? out : err;
        reply.words().lines().forEach(to::println);
        to.flush();
        return done ? UpdateClient.DONE : UpdateClient.FAILED;
    }

    /** For those who write checks, beside a daemon too. */
    private int check(Settings settings, PrintWriter out) throws IOException, InterruptedException {
        try (Slots slots = parent.host().openDisk(settings)) {
            List<ScriptResult> results =
                    new Confirmation(settings, new StateDir(settings.places().state()))
                            .check(slots);
            results.forEach(result -> out.println(result.line()));
            boolean good = results.stream().noneMatch(ScriptResult::isFailure);
            out.println(
                    "nothing was changed; after a boot, this slot would be "
                            + (good ? "confirmed" : "left"));
            out.flush();
            return good ? UpdateClient.DONE : UpdateClient.FAILED;
        }
    }

    private Verdict failed(Settings settings, String why) throws IOException {
        try (Slots slots = parent.host().openDisk(settings)) {
            return new Confirmation(settings, new StateDir(settings.places().state()))
                    .failed(slots, why);
        }
    }

    private static void reboot(Settings settings) throws IOException, InterruptedException {
        if (!settings.places().root().equals(Path.of("/"))) {
            throw new IOException("--reboot is for the host itself, not for one below --root");
        }
        SystemReboot.now();
    }
}
