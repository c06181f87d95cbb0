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

    @Option(names = "--output", description = "text or json", defaultValue = "text")
    private Output output = Output.text;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> fields = Standing.of(settings).fields(settings);
        switch (output) {
            case text -> fields.forEach((key, value) -> out.println(key + "=" + OneLine.of(value)));
            case json -> out.println(JsonText.of(fields));
        }
        out.flush();
        return UpdateClient.DONE;
    }
}
