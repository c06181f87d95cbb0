package dev.platte.client.script;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one script went.
 *
 * @param words the exit status, what else happened, or why it was left out
 * @param output the first part of what it printed
 */
public record ScriptResult(Path script, Ending ending, String words, String output, Duration took) {
    public ScriptResult {
        requireNonNull(script, "script");
        requireNonNull(ending, "ending");
        requireNonNull(words, "words");
        requireNonNull(output, "output");
        requireNonNull(took, "took");
    }

    /** How a script ends. */
    public enum Ending {
        PASSED,
        FAILED,
        /** It lies where scripts lie, and was not run. */
        LEFT_OUT
    }

    static ScriptResult leftOut(Path script, String why) {
        return new ScriptResult(script, Ending.LEFT_OUT, why, "", Duration.ZERO);
    }

    /** Whether it went wrong. */
    public boolean isFailure() {
        return ending == Ending.FAILED;
    }

    /** For people; with what it printed where that tells why it failed. */
    public String line() {
        String first =
                switch (ending) {
                    case PASSED ->
                            "%s: passed, %s in %d ms".formatted(script, words, took.toMillis());
                    case FAILED ->
                            "%s: FAILED, %s in %d ms".formatted(script, words, took.toMillis());
                    case LEFT_OUT -> "%s: left out, %s".formatted(script, words);
                };
        return isFailure() && !output.isEmpty()
                ? first + "\n" + output.indent(4).stripTrailing()
                : first;
    }
}
