package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import dev.platte.client.script.ScriptResult;
import dev.platte.client.script.Scripts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executables that make the host ready for its reboot ({@code drain}) and useful again afterwards
 * ({@code resume}), also when the reboot does not come. Each may be run several times.
 */
final class Hooks {
    private static final Logger LOG = System.getLogger(Hooks.class.getName());

    /** Empty when all went well, or the settings say to go on all the same. */
    Optional<Obstacle> drain(Settings settings, Wish wish) throws InterruptedException {
        Optional<Obstacle> failure = run("drain", settings, wish);
        return settings.reboot().way().insists() ? Optional.empty() : failure;
    }

    /** Empty when all went well. */
    Optional<Obstacle> resume(Settings settings, Wish wish) throws InterruptedException {
        return run("resume", settings, wish);
    }

    private static Optional<Obstacle> run(String word, Settings settings, Wish wish)
            throws InterruptedException {
        List<ScriptResult> results;
        try {
            results =
                    new Scripts(
                                    settings.reboot().way().hooks(),
                                    settings.reboot().patience().hook(),
                                    Map.of(
                                            "PLATTE_ROOT", settings.places().root().toString(),
                                            "PLATTE_VERSION", settings.host().version(),
                                            "PLATTE_FROM", wish.from(),
                                            "PLATTE_TO", wish.to()))
                            .run(word);
        } catch (IOException e) {
            return Optional.of(new Obstacle.Hook(word, "could not be run: " + e.getMessage()));
        }
        for (ScriptResult result : results) {
            LOG.log(
                    result.isFailure() ? Level.WARNING : Level.INFO,
                    "{0}: {1}",
                    word,
                    result.line());
        }
        return results.stream()
                .filter(ScriptResult::isFailure)
                .findFirst()
                .map(
                        failed ->
                                new Obstacle.Hook(
                                        failed.script().getFileName().toString(),
                                        "failed: " + failed.words()));
    }
}
