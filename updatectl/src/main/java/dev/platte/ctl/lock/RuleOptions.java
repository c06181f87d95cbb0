package dev.platte.ctl.lock;

import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rules of a lock group, as far as they are often changed; the rest comes from a file. */
final class RuleOptions {
    private static final long LARGEST = 1 << 20;

    @Option(
            names = "--max",
            paramLabel = "MAX",
            description = "hosts that may be down at once: a number, or a share such as 10%%")
    private @Nullable String max;

    @Option(
            names = "--hold",
            paramLabel = "DURATION",
            description = "how long a host may be gone, such as PT30M")
    private @Nullable String hold;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            description = "how long a slot rests after its host came back")
    private @Nullable String settle;

    @Option(
            names = "--overdue",
            paramLabel = "RULE",
            description = "hold, reclaim-retired, or how late a slot is taken back: PT2H")
    private @Nullable String overdue;

    @Option(
            names = "--failure-budget",
            paramLabel = "N",
            description = "hosts that may fail before nobody else goes; none: any number")
    private @Nullable String budget;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "more rules as JSON, such as windows and order")
    private @Nullable Path rules;

    @Option(
            names = "--access",
            paramLabel = "WHAT",
            description = "what hosts show: open, token, certificate, token-or-certificate")
    private @Nullable String access;

    /** What was said, as the API wants it. */
    Body body(Session session) throws IOException {
        Map<String, @Nullable Object> said = file(session);
        if (max != null) {
            said.put("limit", limit(session, max));
        }
        if (hold != null) {
            said.put("hold", hold);
        }
        if (settle != null) {
            said.put("settle", settle);
        }
        if (overdue != null) {
            said.put("overdue", overdue(overdue));
        }
        if (budget != null) {
            said.put("failureBudget", budget.equals("none") ? null : whole(session, budget));
        }
        Body body = new Body().with("access", Optional.ofNullable(access));
        return said.isEmpty() ? body : body.with("rules", said);
    }

    /** A number, or a share of the hosts. */
    static Object limit(Session session, String text) {
        return text.endsWith("%") ? text : whole(session, text);
    }

    private static Map<String, Object> overdue(String text) {
        return text.startsWith("P")
                ? Map.of("rule", "RECLAIM_AFTER", "late", text)
                : Map.of("rule", text.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    private static Object whole(Session session, String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw session.usage(text + " is no whole number");
        }
    }

    private Map<String, @Nullable Object> file(Session session) throws IOException {
        if (rules == null) {
            return new LinkedHashMap<>();
        }
        if (Files.size(rules) > LARGEST) {
            throw session.usage(rules + " is too long for rules");
        }
        try {
            return new LinkedHashMap<>(JsonObject.of(Json.read(Files.readString(rules))).members());
        } catch (MalformedJsonException e) {
            throw session.usage(rules + ": " + e.getMessage());
        }
    }
}
