package dev.platte.client.agent;

import dev.platte.client.config.Settings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * update_engine's marker of an update that waits for its reboot: empty, and gone with the reboot.
 * Scripts of the field look for it; nothing here does.
 */
final class Marker {
    private static final Logger LOG = System.getLogger(Marker.class.getName());

    private final Path file;

    Marker(Settings settings) {
        this.file = settings.places().run().resolve("update_engine_autoupdate_completed");
    }

    void put() {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be removed: {1}", file, e.getMessage());
        }
    }
}
