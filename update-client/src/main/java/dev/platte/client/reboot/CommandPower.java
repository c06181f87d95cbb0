package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs the command that the settings name: where there is no logind, or something else reboots. */
final class CommandPower {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MOST_WORDS = 500;

    private CommandPower() {}

    static Power.Answer run(String command, Settings settings) throws InterruptedException {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
            builder.environment().put("PLATTE_ROOT", settings.places().root().toString());
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // It may be at it.
                return new Power.Answer.Accepted();
            }
            String said =
                    new String(
                                    process.getInputStream().readNBytes(MOST_WORDS),
                                    StandardCharsets.UTF_8)
                            .strip();
            return process.exitValue() == 0
                    ? new Power.Answer.Accepted()
                    : new Power.Answer.Rejected(
                            "REBOOT_COMMAND ended with status %d%s"
                                    .formatted(
                                            process.exitValue(),
                                            said.isEmpty() ? "" : ": " + said));
        } catch (IOException e) {
            return new Power.Answer.Rejected("REBOOT_COMMAND: " + e.getMessage());
        }
    }
}
