package dev.platte.client.confirm;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one health check went.
 *
 * @param words the exit status, what else happened, or why it was left out
 * @param output the first part of what it printed
 */
public record CheckResult(Path check, Ending ending, String words, String output, Duration took) {
    public CheckResult {
        requireNonNull(check, "check");
        requireNonNull(ending, "ending");
        requireNonNull(words, "words");
        requireNonNull(output, "output");
        requireNonNull(took, "took");
    }

    /** How a check ends. */
    public enum Ending {
        PASSED,
        FAILED,
        /** It lies where checks lie, and was not run. */
        LEFT_OUT
    }

    static CheckResult leftOut(Path check, String why) {
        return new CheckResult(check, Ending.LEFT_OUT, why, "", Duration.ZERO);
    }

    /** Whether the release is bad because of it. */
    public boolean isFailure() {
        return ending == Ending.FAILED;
    }

    /** For people; with what it printed where that tells why it failed. */
    String line() {
        String first =
                switch (ending) {
                    case PASSED ->
                            "%s: passed, %s in %d ms".formatted(check, words, took.toMillis());
                    case FAILED ->
                            "%s: FAILED, %s in %d ms".formatted(check, words, took.toMillis());
                    case LEFT_OUT -> "%s: left out, %s".formatted(check, words);
                };
        return isFailure() && !output.isEmpty()
                ? first + "\n" + output.indent(4).stripTrailing()
                : first;
    }
}
