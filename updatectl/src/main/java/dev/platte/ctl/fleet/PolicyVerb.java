package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** group policy: shows how the hosts of a group are moved, or changes what is said of it. */
@Command(
        name = "policy",
        description = {
            "How the hosts of a group are moved. Options change what they name, the rest stays;",
            "without any it is shown."
        })
final class PolicyVerb implements Callable<Integer> {
    private static final String NONE = "none";

    @Mixin private Session session;
    @Mixin private AppOption app = new AppOption();

    @Parameters(paramLabel = "GROUP", description = "track or id")
    private String group = "";

    @Option(
            names = "--merge",
            paramLabel = "FILE",
            description = "a JSON document of the parts to change; null: as usual again")
    private Optional<Path> merge = Optional.empty();

    @Option(
            names = "--linear",
            paramLabel = "DURATION",
            description = "open to everybody over so long, such as PT24H; from the next rollout on")
    private Optional<String> linear = Optional.empty();

    @Option(names = "--at-once", paramLabel = "N", description = "attempts under way, or none")
    private Optional<String> atOnce = Optional.empty();

    @Option(names = "--per-period", paramLabel = "N", description = "that begin, or none")
    private Optional<String> perPeriod = Optional.empty();

    @Option(names = "--period", paramLabel = "DURATION", description = "such as PT1H")
    private Optional<String> period = Optional.empty();

    @Option(
            names = "--halt-above",
            paramLabel = "PERCENT",
            description = "halt when surely more of the attempts have failed")
    private Optional<Double> halt = Optional.empty();

    @Option(
            names = "--promote-to",
            paramLabel = "CHANNEL",
            description = "the channel that its rule leads to, or none")
    private Optional<String> promoteTo = Optional.empty();

    @Option(names = "--reason", description = "for the audit trail")
    private Optional<String> reason = Optional.empty();

    PolicyVerb(Terminal terminal) {
        this.session = new Session(terminal);
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        Body changes = changes();
        Api api = session.api();
        Place place = app.of(session, api).sub("groups", group, "policy");
        session.answer(
                changes.isEmpty()
                        ? api.get(place).value()
                        : api.patch(place, changes.with("reason", reason), false).value());
        return 0;
    }

    private Body changes() throws IOException {
        Body changes = new Body();
        if (merge.isPresent()) {
            document(merge.get()).members().forEach(changes::member);
        }
        linear.ifPresent(
                over ->
                        changes.with(
                                "ramp",
                                Map.of(
                                        "first",
                                        0,
                                        "frames",
                                        List.of(Map.of("to", 100, "over", over)))));
        Map<String, @Nullable Object> limits = new LinkedHashMap<>();
        atOnce.ifPresent(text -> limits.put("atOnce", count("--at-once", text)));
        perPeriod.ifPresent(text -> limits.put("perPeriod", count("--per-period", text)));
        period.ifPresent(text -> limits.put("period", text));
        if (!limits.isEmpty()) {
            changes.with("limits", limits);
        }
        halt.ifPresent(percent -> changes.with("halt", Map.of("allowed", percent)));
        promoteTo.ifPresent(
                channel -> {
                    Map<String, @Nullable Object> promotion = new LinkedHashMap<>();
                    promotion.put("to", channel.equals(NONE) ? null : channel);
                    changes.with("promotion", promotion);
                });
        return changes;
    }

    private @Nullable Long count(String option, String text) {
        if (text.equals(NONE)) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw session.usage(option + " is a whole number, or none; not " + text);
        }
        return Long.valueOf(text);
    }

    private static JsonObject document(Path file) throws IOException {
        try {
            Object value = Json.read(Files.readString(file));
            if (value instanceof Map<?, ?>) {
                return JsonObject.of(value);
            }
        } catch (MalformedJsonException e) {
            throw new IOException(file + " is no JSON: " + e.getMessage(), e);
        }
        throw new IOException(file + " is no JSON object, such as {\"limits\": {\"atOnce\": 5}}");
    }
}
