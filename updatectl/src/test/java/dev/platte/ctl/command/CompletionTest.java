package dev.platte.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @TempDir Path work;

    @ParameterizedTest
    @CsvSource({
        "updatectl pay, payload",
        "updatectl package up, upload",
        "updatectl app key tr, trust",
        "updatectl channel promote --dr, --dry-run",
        "updatectl host list --output j, json"
    })
    void bashCompletesVerbsOptionsAndValues(String line, String expected) throws Exception {
        assertThat(completions("bash", line)).contains(expected);
    }

    @Test
    void zshPreparesItselfFirst() {
        assertThat(script("zsh")).startsWith("autoload -U +X compinit").contains("complete -F");
    }

    /** In a terminal, as a person types it. */
    @ParameterizedTest
    @CsvSource({
        "updatectl pay, payload",
        "updatectl host ret, retire",
        "updatectl --ver, --version"
    })
    @Timeout(60)
    void zshCompletesWhatIsTyped(String typed, String expected) throws Exception {
        Path zsh = Path.of("/usr/bin/zsh");
        Assumptions.assumeTrue(Files.isExecutable(zsh), "zsh is not installed; install it");
        Path script = Files.writeString(work.resolve("completion"), script("zsh"));
        String terminal =
                """
                zmodload zsh/zpty
                zpty typist zsh -f -i
                zpty -w typist "source '%s'; print REA''DY"
                zpty -r typist shown '*READY*' || exit 3
                zpty -w -n typist $'%s\\t'
                zpty -r typist shown '*%s*' || exit 4
                print -r -- "$shown"
                zpty -d typist
                """
                        .formatted(script, typed, expected);
        Process process =
                new ProcessBuilder("timeout", "30", zsh.toString(), "-f", "-c", terminal)
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(expected);
    }

    private String completions(String shell, String line) throws Exception {
        Path bash = Path.of("/bin/bash");
        Assumptions.assumeTrue(Files.isExecutable(bash), "bash is not installed; install it");
        Path script = Files.writeString(work.resolve("completion"), script(shell));
        String[] words = line.split(" ");
        String ask =
                """
                source '%s'
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                COMP_LINE='%s'
                COMP_POINT=${#COMP_LINE}
                function=$(complete -p updatectl | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
                "$function" updatectl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                        .formatted(script, line, words.length - 1, line);
        return run(bash, ask);
    }

    private static String run(Path bash, String ask) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(bash.toString(), "--norc", "-c", ask)
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String script(String shell) {
        StringWriter out = new StringWriter();
        int status =
                Updatectl.tree(new Terminal(false, InstantSource.system()))
                        .setOut(new PrintWriter(out, true))
                        .execute("completion", shell);
        assertThat(status).isZero();
        return out.toString();
    }
}
