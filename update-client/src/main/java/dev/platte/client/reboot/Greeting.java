package dev.platte.client.reboot;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the lock was told that this boot came up: who lost the record of its slot tells it once
 * all the same. The mark is gone with the boot that it is about.
 */
final class Greeting {
    private static final Logger LOG = System.getLogger(Greeting.class.getName());

    private Greeting() {}

    /** Whether nobody has told it yet; without a lock it does not matter. */
    static boolean isDue(Settings settings) {
        if (settings.reboot().lock().keeper() instanceof RebootSettings.Keeper.None) {
            return false;
        }
        Path mark = mark(settings);
        try {
            return !(Files.exists(mark) && Files.readString(mark).equals(settings.host().bootId()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}", mark, e.getMessage());
            return true;
        }
    }

    /** The lock knows it now. */
    static void done(Settings settings) {
        Path mark = mark(settings);
        try {
            Files.createDirectories(mark.getParent());
            Files.write(mark, settings.host().bootId().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}", mark, e.getMessage());
        }
    }

    private static Path mark(Settings settings) {
        return settings.places().run().resolve("platte").resolve("reboot-greeting");
    }
}
