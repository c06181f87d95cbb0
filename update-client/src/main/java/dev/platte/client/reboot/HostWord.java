package dev.platte.client.reboot;

import dev.platte.client.coordinator.Coordinator;
import dev.platte.client.logind.Logind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** What other programs of this host say to a reboot. */
final class HostWord implements Checks.Others {
    private static final Logger LOG = System.getLogger(HostWord.class.getName());

    private final Optional<Logind> logind;
    private final Coordinator coordinator;

    /**
     * @param logind empty where there is no bus
     */
    HostWord(Optional<Logind> logind, Coordinator coordinator) {
        this.logind = logind;
        this.coordinator = coordinator;
    }

    @Override
    public Optional<Obstacle> blocking() {
        return coordinator().or(this::inhibitor);
    }

    /** Two who reboot one host would each hold a slot for it. */
    Optional<Obstacle> coordinator() {
        try {
            return coordinator
                    .take()
                    .map(
                            who ->
                                    new Obstacle.Inhibited(
                                            who, "it coordinates the reboots of this host"));
        } catch (IOException e) {
            return Optional.of(new Obstacle.Inhibited("the coordinator file", e.getMessage()));
        }
    }

    private Optional<Obstacle> inhibitor() {
        if (logind.isEmpty()) {
            return Optional.empty();
        }
        try {
            return logind.get()
                    .blocking()
                    .map(each -> new Obstacle.Inhibited(each.who(), each.why()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "who inhibits reboots is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
