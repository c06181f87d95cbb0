package dev.platte.client.cli;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import dev.platte.client.install.InstallException;
import dev.platte.client.install.TrustedKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What keeps this host from installing anything, whatever its server offers. */
final class Obstacles {
    private Obstacles() {}

    /** In words, what is wrong and what to do; empty where nothing is. */
    static List<String> of(Settings settings) {
        List<String> all = new ArrayList<>();
        try {
            TrustedKeys.of(settings.places().payloadKeys());
        } catch (InstallException e) {
            all.add(e.getMessage());
        }
        try {
            Http.check(settings);
        } catch (IOException e) {
            all.add("no secure connection can be made: " + e.getMessage());
        }
        return all;
    }
}
