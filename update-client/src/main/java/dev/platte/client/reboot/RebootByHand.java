package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Host;
import dev.platte.client.config.RebootMethod;
import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import dev.platte.client.dbus.SystemBus;
import dev.platte.client.lock.Locks;
import dev.platte.client.lock.RebootLock;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import dev.platte.client.logind.Logind;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;

/** A person reboots this host: with a slot, and without the gate's other questions. */
public final class RebootByHand {
    private final Host host;
    private final String bus;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /**
     * Does nothing yet.
     *
     * @param bus the address at which logind is reached
     */
    public RebootByHand(Host host, String bus, InstantSource clock, RandomGenerator chance) {
        this.host = requireNonNull(host);
        this.bus = requireNonNull(bus);
        this.clock = requireNonNull(clock);
        this.chance = requireNonNull(chance);
    }

    /**
     * Takes a slot and reboots. The daemon of the next boot gives the slot back; a reboot that is
     * refused gives it back at once.
     *
     * @throws IOException there is no slot, or no reboot, and why
     */
    public void go(Settings settings) throws IOException, InterruptedException {
        requireRoot();
        requirePossible(settings);
        RebootSettings.Lock names = settings.reboot().lock();
        StateDir state = new StateDir(settings.places().state());
        Moment moment =
                new Moment(
                        settings.host().bootId(),
                        settings.service().machineAlias(),
                        settings.host().version(),
                        settings.host().version(),
                        "",
                        "by hand",
                        true);
        Claim claim = new Claim(names.host(), moment);
        try (RebootLock lock =
                new Locks(state, clock, chance)
                        .open(names, names.group())
                        .orElseThrow(() -> new IOException("no lock is kept"))) {
            if (lock.take(claim) instanceof Reply.Refused(String kind, String reason, _, _)) {
                throw new IOException(reason + " (" + kind + ")");
            }
            if (reboot(settings) instanceof Power.Answer.Rejected(String why)) {
                throw new IOException(why + "; " + lock.giveBack(claim));
            }
        }
    }

    /** What is known to fail takes no slot. */
    private void requirePossible(Settings settings) throws IOException {
        RebootSettings.Way way = settings.reboot().way();
        if (way.command().isEmpty() && way.method() == RebootMethod.KEXEC) {
            Optional<String> hindrance = new Kexec(host, Kexec.Tools.USUAL).hindrance(settings);
            if (hindrance.isPresent()) {
                throw new IOException(hindrance.get());
            }
        }
    }

    private Power.Answer reboot(Settings settings) throws InterruptedException {
        Kexec kexec = new Kexec(host, Kexec.Tools.USUAL);
        if (settings.reboot().way().command().isPresent()) {
            return new HostPower(Optional.empty(), kexec).go(settings);
        }
        if (!HostPower.isOurs(settings)) {
            return new Power.Answer.Rejected(
                    "a host below --root is rebooted by REBOOT_COMMAND, which is not set");
        }
        DBusConnection connection;
        try {
            connection = SystemBus.connect(bus, () -> {});
        } catch (DBusException e) {
            return new Power.Answer.Rejected("on the bus at " + bus + ": " + e.getMessage());
        }
        try {
            return new HostPower(Optional.of(new Logind(() -> Optional.of(connection))), kexec)
                    .go(settings);
        } finally {
            connection.disconnect();
        }
    }

    private static void requireRoot() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            throw new IOException("Must be root to initiate reboot.");
        }
    }
}
