package dev.platte.ctl.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options by which every verb lets its caller choose how it speaks, and the speaking. */
public final class OutputOptions {
    /** How results are printed. */
    public enum Format {
        table,
        json
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table for people (default), json for programs")
    private Format format = Format.table;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress, and no result but the exit status")
    private boolean quiet;

    private final Terminal terminal;

    /** For a verb that runs there. */
    public OutputOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Prints what a verb found: two columns for people, one object for programs, nothing when
     * quiet.
     */
    public void result(SequencedMap<String, Object> facts) {
        if (quiet) {
            return;
        }
        String text =
                switch (format) {
                    case json -> Json.write(facts);
                    case table -> Table.facts(facts);
                };
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    /** Prints a table after the facts; for programs it is a list of objects inside them. */
    public void result(SequencedMap<String, Object> facts, String name, Table table) {
        if (format == Format.json) {
            facts.put(name, table.asMaps());
            result(facts);
            return;
        }
        result(facts);
        if (!quiet) {
            spec.commandLine().getOut().print("\n" + table.text());
            spec.commandLine().getOut().flush();
        }
    }

    /** Prints text that is the result itself, such as a key; in JSON under the given name. */
    public void text(String name, String text) {
        if (format == Format.json) {
            result(new LinkedHashMap<>(Map.of(name, text)));
        } else {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
    }

    /** Progress on standard error; none when quiet or for programs. */
    public Progress progress(String what, long total) {
        boolean silent = quiet || format == Format.json;
        return new Progress(spec.commandLine().getErr(), terminal, silent, what, total);
    }
}
