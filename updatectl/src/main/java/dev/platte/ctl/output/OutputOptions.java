package dev.platte.ctl.output;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which every verb lets its caller choose how it speaks, and the speaking. */
public class OutputOptions {
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

    /** Prints what a server said: as it is for programs, as names and values for people. */
    public void answer(@Nullable Object said) {
        if (format == Format.json) {
            print(Json.write(said));
        } else if (said instanceof Map<?, ?>) {
            print(Table.facts(new Words(now()).facts(JsonObject.of(said))));
        } else {
            print(said + "\n");
        }
    }

    /**
     * Prints things that a server listed: as it said them for programs, as a table for people.
     *
     * @param columns names of members
     */
    public void rows(@Nullable Object said, List<JsonObject> things, String... columns) {
        if (format == Format.json) {
            print(Json.write(said));
            return;
        }
        Words words = new Words(now());
        Table table = new Table(columns);
        for (JsonObject thing : things) {
            table.row(
                    Arrays.stream(columns)
                            .map(column -> words.cell(thing.members().get(column)))
                            .toArray());
        }
        print(table.text());
    }

    /** Whether people read the result. */
    public boolean isForPeople() {
        return format == Format.table;
    }

    /** Says something beside the result, on standard error; nothing when quiet or for programs. */
    public void note(String line) {
        if (!quiet && isForPeople()) {
            spec.commandLine().getErr().println(line);
            spec.commandLine().getErr().flush();
        }
    }

    /** What the verb runs in. */
    public Terminal terminal() {
        return terminal;
    }

    /** What to answer to wrong usage of this verb. */
    public ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Instant now() {
        return terminal.clock().instant();
    }

    private void print(String text) {
        if (!quiet) {
            spec.commandLine().getOut().print(text);
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

    /** A line on standard error that says how things are now; none when quiet or for programs. */
    public LiveLine liveLine() {
        boolean silent = quiet || format == Format.json;
        return new LiveLine(spec.commandLine().getErr(), terminal.isInteractive(), silent);
    }

    /** Prints one thing of many on a line of its own: as JSON for programs. */
    public void line(@Nullable Object said, String forPeople) {
        print(
                (format == Format.json
                                ? Json.line(said)
                                : forPeople.replaceAll(Words.CONTROLS, " "))
                        + "\n");
    }

    /** Progress on standard error; none when quiet or for programs. */
    public Progress progress(String what, long total) {
        boolean silent = quiet || format == Format.json;
        return new Progress(spec.commandLine().getErr(), terminal, silent, what, total);
    }
}
