package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

import dev.platte.client.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A person's wish that the host stays up for a while: a blocker that ends by itself. */
public final class Postponement {
    private final Path file;

    /** Of the host that these settings are of. It ends with the boot at the latest. */
    public Postponement(Settings settings) {
        this.file =
                requireNonNull(settings).places().run().resolve("platte/reboot.block.d/postponed");
    }

    /**
     * From now on, instead of an earlier one.
     *
     * @param reason one line; may be empty
     */
    public void until(Instant end, String reason) throws IOException {
        String line =
                "until %s: %s"
                        .formatted(
                                end.truncatedTo(ChronoUnit.SECONDS),
                                reason.isBlank()
                                        ? "postponed by hand"
                                        : reason.lines().findFirst().orElse(""));
        Files.createDirectories(file.getParent());
        // A name that begins with a dot blocks nothing.
        Path fresh = file.resolveSibling(".postponed");
        Files.write(fresh, (line + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Takes it back.
     *
     * @return false: there was none
     */
    public boolean end() throws IOException {
        return Files.deleteIfExists(file);
    }
}
