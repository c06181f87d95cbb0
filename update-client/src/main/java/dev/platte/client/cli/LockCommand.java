package dev.platte.client.cli;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import dev.platte.client.dbus.NeedRebootSignal;
import dev.platte.client.dbus.SystemBus;
import dev.platte.client.lock.Locks;
import dev.platte.client.lock.RebootLock;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import dev.platte.client.reboot.RebootByHand;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = {
            "Speaks with whoever keeps the reboot lock, as locksmithctl does.",
            "The script locksmithctl is this."
        })
final class LockCommand {
    private final InstantSource clock = InstantSource.system();

    @ParentCommand private UpdateClient parent;
    @Mixin private LockOptions options = new LockOptions();
    @Spec private CommandSpec spec;

    /** What is done with an open lock. */
    @FunctionalInterface
    private interface Deed {
        void with(RebootLock lock, String self) throws IOException, InterruptedException;
    }

    /** One word of locksmithctl's says what failed. */
    private int perform(String doing, Deed deed) throws Exception {
        Settings settings = options.settings(parent.host(), System.getenv());
        RebootSettings.Lock names = settings.reboot().lock();
        Locks locks =
                new Locks(
                        new StateDir(settings.places().state()),
                        clock,
                        RandomGenerator.getDefault());
        try (RebootLock lock = locks.open(names, names.group()).orElseThrow()) {
            deed.with(lock, names.host());
            spec.commandLine().getOut().flush();
            return UpdateClient.DONE;
        } catch (IOException e) {
            return failed(doing, e.getMessage());
        }
    }

    private int failed(String doing, @Nullable String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("Error " + doing + ": " + why);
        err.flush();
        return UpdateClient.FAILED;
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "How many slots there are, how many are free, and who holds the others; then since",
                "when, this host's place in the queue, and why it or the next one would have to wait."
            })
    int status(
            @Option(names = "--brief", description = "prints what locksmithctl prints, no more")
                    boolean brief,
            @Option(names = "--output", defaultValue = "text", description = "text or json")
                    Output output)
            throws Exception {
        return perform(
                "getting status",
                (lock, self) -> {
                    RebootLock.Board board = lock.look(new Claim(self, Moment.NONE));
                    new LockLines(spec.commandLine().getOut(), clock.instant())
                            .print(lock.name(), board, brief, output);
                });
    }

    @Command(
            name = "lock",
            mixinStandardHelpOptions = true,
            description = "Takes a slot for this host, or for another one. It stays until unlock.")
    int lock(@Parameters(arity = "0..1", paramLabel = "MACHINE-ID") @Nullable String host)
            throws Exception {
        return perform(
                "locking",
                (lock, self) -> {
                    Reply reply = lock.take(claim(host, self));
                    if (reply instanceof Reply.Refused(String kind, String reason, _, _)) {
                        throw new IOException(reason + " (" + kind + ")");
                    }
                });
    }

    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            description = {
                "Frees the slot of this host, or of another one that does not come back. Whoever has",
                "none loses nothing."
            })
    int unlock(@Parameters(arity = "0..1", paramLabel = "MACHINE-ID") @Nullable String host)
            throws Exception {
        return perform("unlocking", (lock, self) -> lock.giveBack(claim(host, self)));
    }

    private static Claim claim(@Nullable String host, String self) throws IOException {
        String named = host == null ? self : host;
        if (named.isBlank()) {
            throw new IOException("this host has no machine id; name one");
        }
        return new Claim(named, Moment.NONE);
    }

    @Command(
            name = "set-max",
            mixinStandardHelpOptions = true,
            description =
                    "Says how many hosts may be down at once; 0: none, until it is raised again.")
    int setMax(@Parameters(paramLabel = "NUMBER") long max) throws Exception {
        if (max < 0) {
            return failed("setting value", "Invalid maximum value: " + max);
        }
        return perform(
                "setting value",
                (lock, _) -> {
                    long before = lock.setMax(max);
                    spec.commandLine().getOut().printf("Old-Max: %d%nMax: %d%n", before, max);
                });
    }

    @Command(
            name = "reboot",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a slot, once, and reboots this host, whatever the windows say. The daemon gives",
                "the slot back after the boot."
            })
    int reboot(@Option(names = "--bus", paramLabel = "ADDRESS") @Nullable String bus)
            throws Exception {
        Settings settings = options.settings(parent.host(), System.getenv());
        try {
            new RebootByHand(
                            new OptionsHost(parent.host()),
                            bus(bus),
                            clock,
                            RandomGenerator.getDefault())
                    .go(settings);
            return UpdateClient.DONE;
        } catch (IOException e) {
            return failed("rebooting", e.getMessage());
        }
    }

    @Command(
            name = "send-need-reboot",
            mixinStandardHelpOptions = true,
            description = {
                "Tells whoever coordinates reboots that this host needs one, as update_engine would",
                "after an update: for packages or a kernel that were changed otherwise."
            })
    int sendNeedReboot(@Option(names = "--bus", paramLabel = "ADDRESS") @Nullable String bus) {
        try {
            NeedRebootSignal.send(bus(bus));
            return UpdateClient.DONE;
        } catch (IOException e) {
            return failed("sending the signal", e.getMessage());
        }
    }

    private static String bus(@Nullable String told) {
        return told == null ? SystemBus.address(System.getenv()) : told;
    }
}
