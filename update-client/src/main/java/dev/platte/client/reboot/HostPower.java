package dev.platte.client.reboot;

import dev.platte.client.config.RebootMethod;
import dev.platte.client.config.Settings;
import dev.platte.client.logind.Logind;
import java.nio.file.Path;
import java.util.Optional;

/** The command that the settings name, else kexec where they say so, else logind. */
final class HostPower implements Power {
    private final Optional<Logind> logind;
    private final Kexec kexec;

    /**
     * @param logind empty on a host without a bus, and for one below {@code --root}
     */
    HostPower(Optional<Logind> logind, Kexec kexec) {
        this.logind = logind;
        this.kexec = kexec;
    }

    /** Whether a reboot of that host is ours to ask for: this machine is no host below a root. */
    static boolean isOurs(Settings settings) {
        return settings.places().root().equals(Path.of("/"))
                || settings.reboot().way().command().isPresent();
    }

    @Override
    public Optional<Obstacle> hindrance(Settings settings) {
        if (settings.reboot().way().command().isPresent()) {
            return Optional.empty();
        }
        if (settings.reboot().way().method() == RebootMethod.KEXEC) {
            return kexec.hindrance(settings).map(Obstacle.Refused::new);
        }
        if (logind.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                new Obstacle.Refused(
                        "there is no bus on which logind could be asked (--bus), and no REBOOT_COMMAND"));
    }

    @Override
    public Answer go(Settings settings) throws InterruptedException {
        Optional<String> command = settings.reboot().way().command();
        if (command.isPresent()) {
            return CommandPower.run(command.get(), settings);
        }
        if (settings.reboot().way().method() == RebootMethod.KEXEC) {
            return kexec.go(settings);
        }
        if (logind.isEmpty()) {
            return new Answer.Rejected("nobody can be asked");
        }
        return switch (logind.get().reboot()) {
            case Logind.Answer.Accepted() -> new Answer.Accepted();
            case Logind.Answer.Refused(String why) -> new Answer.Rejected(why);
        };
    }
}
