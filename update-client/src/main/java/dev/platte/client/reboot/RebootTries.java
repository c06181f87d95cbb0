package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * How often this host was rebooted into a release that did not run afterwards. A bootloader that
 * takes no notice of the flip would otherwise make it reboot for ever, each time with a slot.
 */
final class RebootTries {
    private static final Logger LOG = System.getLogger(RebootTries.class.getName());
    private static final String NAME = "reboot-tries";

    private final StateDir state;

    RebootTries(StateDir state) {
        this.state = state;
    }

    private record Tries(String to, String bootId, long count) {}

    /** Empty as long as one more may help. */
    Optional<Obstacle> spent(Settings settings, Wish wish) {
        Tries tries = read();
        boolean inVain = !tries.bootId().equals(settings.host().bootId());
        return tries.to().equals(wish.to())
                        && inVain
                        && tries.count() >= settings.trial().bootLimit()
                ? Optional.of(new Obstacle.InVain(wish.to(), tries.count()))
                : Optional.empty();
    }

    /** The host is told to go down; once for each boot. */
    void count(Settings settings, Wish wish) {
        String boot = settings.host().bootId();
        Tries tries = read();
        // Nobody knows what a reboot without a version should have brought.
        if (wish.to().isEmpty() || tries.to().equals(wish.to()) && tries.bootId().equals(boot)) {
            return;
        }
        long before = tries.to().equals(wish.to()) ? tries.count() : 0;
        try {
            state.write(
                    NAME,
                    new Fields()
                            .with("to", wish.to())
                            .with("boot", boot)
                            .with("count", before + 1));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "reboots are not counted: {0}", e.getMessage());
        }
    }

    private Tries read() {
        try {
            return state.read(NAME)
                    .map(
                            fields ->
                                    new Tries(
                                            fields.text("to").orElse(""),
                                            fields.text("boot").orElse(""),
                                            fields.number("count").orElse(0L)))
                    .orElse(new Tries("", "", 0));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "how often this host was rebooted: {0}", e.getMessage());
            return new Tries("", "", 0);
        }
    }
}
