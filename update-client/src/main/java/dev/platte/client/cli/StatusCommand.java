package dev.platte.client.cli;

import dev.platte.client.config.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Prints where an update stands, why, and what comes next.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Option(
            names = "--output",
            description = "text, json, or prometheus (for its node exporter's textfile collector)",
            defaultValue = "text")
    private Format output = Format.text;

    /** Spelled as it is typed. */
    private enum Format {
        text,
        json,
        prometheus
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        PrintWriter out = spec.commandLine().getOut();
        Standing standing = Standing.of(settings);
        Map<String, Object> fields = standing.fields(settings);
        switch (output) {
            case text -> fields.forEach((key, value) -> out.println(key + "=" + OneLine.of(value)));
            case json -> out.println(JsonText.of(fields));
            case prometheus -> out.print(StatusMetrics.of(standing, settings));
        }
        out.flush();
        return UpdateClient.DONE;
    }
}
