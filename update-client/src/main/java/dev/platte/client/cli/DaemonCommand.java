package dev.platte.client.cli;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Watcher;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.dbus.NameTakenException;
import dev.platte.client.dbus.NeedRebootSignal;
import dev.platte.client.dbus.SystemBus;
import dev.platte.client.dbus.UpdateCompanion;
import dev.platte.client.logind.Logind;
import dev.platte.client.memory.Tidy;
import dev.platte.client.reboot.RebootCompanion;
import dev.platte.client.reboot.Ticker;
import dev.platte.client.systemd.JournalFields;
import dev.platte.client.systemd.SystemdCompanion;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--bus",
            paramLabel = "ADDRESS",
            description = {
                "the message bus to serve com.coreos.update1 on, or none (default: the system's,",
                "and none where --root is not /)"
            })
    private @Nullable String bus;

    @Option(
            names = "--no-confirm",
            description = {
                "leaves the last boot to \"update-client confirm\", run by a unit of its own;",
                "until that has decided, nothing is installed"
            })
    private boolean noConfirm;

    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        List<Companion> companions = companions(settings);
        List<Watcher> watchers = new ArrayList<>(companions);
        JournalFields fields = new JournalFields();
        Logs.describe(fields);
        watchers.addFirst(fields);
        watchers.add(Tidy.ofThisProcess());
        try (Session session = Session.open(parent.host(), settings, Watcher.all(watchers))) {
            Verdict verdict =
                    noConfirm ? session.agent().beginUnsettled() : session.agent().begin();
            int status =
                    Verdicts.print(
                            verdict, spec.commandLine().getOut(), spec.commandLine().getErr());
            if (Verdicts.stops(verdict) && !noConfirm) {
                return status;
            }
            for (Companion companion : companions) {
                start(companion, session.agent());
            }
            session.agent().run();
            return UpdateClient.DONE;
        } finally {
            companions.reversed().forEach(Companion::close);
        }
    }

    /** What stands beside the agent, in the order of its start. */
    private List<Companion> companions(Settings settings) {
        List<Companion> companions = new ArrayList<>();
        Optional<SystemBus> joined =
                busAddress(settings)
                        .map(address -> new SystemBus(address, SystemBus.Backoff.USUAL));
        RebootCompanion reboots =
                new RebootCompanion(
                        new OptionsHost(parent.host()),
                        settings,
                        joined.map(found -> new Logind(found::connection)),
                        Ticker.live(InstantSource.system()),
                        RandomGenerator.getDefault());
        joined.ifPresent(found -> found.add(new NeedRebootSignal(reboots::signalled)));
        joined.ifPresent(
                found ->
                        companions.add(
                                new UpdateCompanion(
                                        found,
                                        new BusView(parent.host()),
                                        InstantSource.system())));
        companions.add(reboots);
        // Last, so that systemd takes the daemon for ready when everything is there.
        SystemdCompanion.of(System.getenv(), InstantSource.system(), System::nanoTime)
                .ifPresent(companions::add);
        return companions;
    }

    private Optional<String> busAddress(Settings settings) {
        String told = bus;
        if (told != null) {
            return told.equals("none") ? Optional.empty() : Optional.of(told);
        }
        // The bus of this machine has nothing to do with an image below some directory.
        return settings.places().root().equals(Path.of("/"))
                ? Optional.of(SystemBus.address(System.getenv()))
                : Optional.empty();
    }

    /** The agent is worth more than what stands beside it, save where another one is at work. */
    private static void start(Companion companion, Agent agent) throws IOException {
        try {
            companion.start(agent);
        } catch (NameTakenException e) {
            throw e;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "going on without a part of the daemon: {0}", e.getMessage());
        }
    }
}
