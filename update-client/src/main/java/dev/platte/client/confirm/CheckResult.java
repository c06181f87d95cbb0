package dev.platte.client.confirm;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one health check went.
 *
 * @param words the exit status or what else happened
 * @param output the first part of what it printed
 */
public record CheckResult(Path check, boolean passed, String words, String output, Duration took) {
    public CheckResult {
        requireNonNull(check, "check");
        requireNonNull(words, "words");
        requireNonNull(output, "output");
        requireNonNull(took, "took");
    }
}
