package dev.platte.client.cli;

import dev.platte.client.agent.SavedSituation;
import dev.platte.client.agent.Situation;
import dev.platte.client.config.Settings;
import dev.platte.client.state.StateDir;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        Optional<Situation> situation =
                Files.isDirectory(settings.places().state())
                        ? SavedSituation.read(new StateDir(settings.places().state()))
                        : Optional.empty();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> fields = fields(settings, situation);
        switch (output) {
            case text -> fields.forEach((key, value) -> out.println(key + "=" + value));
            case json -> out.println(JsonText.of(fields));
        }
        out.flush();
        return UpdateClient.DONE;
    }

    /** The first five as update_engine_client prints them, the others are ours. */
    private static Map<String, Object> fields(Settings settings, Optional<Situation> found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Situation.Update update = found.map(Situation::update).orElse(Situation.Update.NONE);
        fields.put(
                "LAST_CHECKED_TIME",
                found.flatMap(s -> s.checks().last()).map(Instant::getEpochSecond).orElse(0L));
        fields.put("PROGRESS", String.format(Locale.ROOT, "%.6f", update.progress()));
        fields.put("CURRENT_OP", found.map(Situation::status).orElse("UPDATE_STATUS_IDLE"));
        fields.put("NEW_VERSION", update.version());
        fields.put("NEW_SIZE", update.size());
        fields.put("VERSION", settings.host().version());
        fields.put("GROUP", settings.service().group());
        fields.put("SERVER", settings.service().server().map(Object::toString).orElse(""));
        fields.put("SINCE", found.map(s -> s.now().since().toString()).orElse(""));
        fields.put(
                "REASON",
                settings.service().server().isEmpty()
                        ? settings.service().whyNone()
                        : found.map(Situation::reason).orElse("no check was made yet"));
        Optional<Situation.LastError> error = found.flatMap(Situation::lastError);
        fields.put("LAST_ERROR", error.map(e -> e.failure().reason()).orElse(""));
        fields.put("LAST_ERROR_CODE", error.map(e -> e.failure().code().raw()).orElse(0));
        fields.put("LAST_ERROR_WORDS", error.map(e -> e.failure().code().words()).orElse(""));
        fields.put("LAST_ERROR_TIME", error.map(e -> e.at().toString()).orElse(""));
        fields.put(
                "NEXT_CHECK",
                found.flatMap(s -> s.checks().next()).map(Instant::toString).orElse(""));
        fields.put("NEXT", found.map(Situation::next).orElse(""));
        fields.put("OBSTACLES", String.join("; ", Obstacles.of(settings)));
        return fields;
    }
}
