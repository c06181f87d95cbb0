package dev.platte.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ManualPageTest {
    private static final Path PAGE = Path.of("src/main/dist/usr/share/man/man8/update-client.8");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern COMMAND =
            Pattern.compile("^  ([a-z][a-z-]*(?:, [a-z-]+)?)  ", Pattern.MULTILINE);

    private static String help(String... command) {
        StringWriter out = new StringWriter();
        UpdateClient.run(new PrintWriter(out), new PrintWriter(new StringWriter()), command);
        return out.toString();
    }

    @Test
    void namesEveryCommandAndOption() throws Exception {
        String page = Files.readString(PAGE).replace("\\-", "-");
        String help = help("--help");
        Set<String> commands = new TreeSet<>();
        COMMAND.matcher(help)
                .results()
                .forEach(m -> commands.addAll(List.of(m.group(1).split(", "))));
        assertThat(commands).contains("status", "mark-good", "engine-client");

        Set<String> options = new TreeSet<>();
        for (String command : commands) {
            assertThat(page).containsPattern("(?m)^\\.BR? .*\\b" + command + "\\b");
            OPTION.matcher(help(command, "--help")).results().forEach(m -> options.add(m.group()));
        }
        assertThat(options).contains("--root", "--no-confirm").allMatch(page::contains);
    }
}
