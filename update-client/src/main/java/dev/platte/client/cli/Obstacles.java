package dev.platte.client.cli;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps this host from installing anything, whatever its server offers. */
final class Obstacles {
    private Obstacles() {}

    /** In words, what is wrong and what to do; empty where nothing is. */
    static List<String> of(Settings settings) {
        List<String> all = new ArrayList<>();
        payloadKeys(settings.places().payloadKeys(), all);
        try {
            Http.check(settings);
        } catch (IOException e) {
            all.add("no secure connection can be made: " + e.getMessage());
        }
        return all;
    }

    private static void payloadKeys(List<Path> directories, List<String> all) {
        try {
            if (KeyFiles.readTrust(directories.stream().filter(Files::exists).toList()).isEmpty()) {
                all.add(
                        "no trusted payload key (*.pem) in %s: without one, no update is installed"
                                .formatted(directories));
            }
        } catch (IOException | UnusableKeyException e) {
            all.add("the trusted payload keys cannot be read: " + e.getMessage());
        }
    }
}
