package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** inbox and its verbs. */
@Command(
        name = "inbox",
        description =
                "What came in and fits nowhere: requests that nobody understood, names that nobody made.",
        synopsisSubcommandLabel = "COMMAND")
public final class InboxCommand extends VerbGroup {
    private static final Place MALFORMED = Place.of("malformed");
    private static final Place UNKNOWN = Place.of("unknown");

    /** What is cleared away. */
    enum Part {
        malformed,
        unknown
    }

    private InboxCommand() {}

    /** inbox and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new InboxCommand(), Session.factory(terminal));
    }

    @Command(description = "Requests that nobody understood, the newest first.")
    int malformed(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(MALFORMED);
        session.rows(
                answer.value(),
                answer.objects(),
                "id",
                "at",
                "ip",
                "contentType",
                "bytes",
                "reason");
        return 0;
    }

    @Command(description = "Applications and groups that hosts ask for and nobody made.")
    int unknown(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(UNKNOWN);
        session.rows(
                answer.value(),
                answer.objects(),
                "application",
                "track",
                "asked",
                "firstAsked",
                "lastAsked",
                "lastIp",
                "lastHost");
        return 0;
    }

    @Command(description = "One request that nobody understood, with the beginning of it.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as malformed shows it") long id,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "write its bytes there; FILE must not exist")
                    Optional<Path> out)
            throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(MALFORMED.sub(Long.toString(id)));
        if (out.isPresent()) {
            Files.write(
                    out.get(),
                    Base64.getDecoder().decode(answer.object().text("body")),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        }
        if (!session.isForPeople()) {
            session.answer(answer.value());
            return 0;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(answer.object().members());
        shown.remove("body");
        session.answer(shown);
        return 0;
    }

    @Command(
            description =
                    "Clear away what was there when this looked; what comes in meanwhile stays.")
    int empty(
            @Mixin Session session,
            @Parameters(paramLabel = "PART", description = "malformed or unknown") Part part,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason,
            @Option(names = "--dry-run", description = "only say how many there are")
                    boolean dryRun)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place =
                switch (part) {
                    case malformed -> MALFORMED;
                    case unknown -> UNKNOWN;
                };
        List<JsonObject> seen = api.get(place).objects();
        if (seen.isEmpty()) {
            session.note("there is nothing");
            return 0;
        }
        Place bounded =
                switch (part) {
                    case malformed -> place.with("through", seen.getFirst().text("id"));
                    case unknown -> place.with("until", seen.getFirst().text("lastAsked"));
                };
        Place all = bounded.with("reason", reason);
        session.answer(api.delete(dryRun ? all.with("dryRun", true) : all).value());
        return 0;
    }
}
