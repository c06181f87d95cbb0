package dev.platte.ctl.access;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** approval and its verbs. */
@Command(
        name = "approval",
        description = "Requests for a second person, and their answers.",
        synopsisSubcommandLabel = "COMMAND")
public final class ApprovalCommand extends VerbGroup {
    private static final int LARGEST_PAGE = 200;

    private ApprovalCommand() {}

    /** approval and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ApprovalCommand(), Session.factory(terminal));
    }

    @Command(description = "Requests, the newest first.")
    int list(
            @Mixin Session session,
            @Option(names = "--open", description = "only what can still be answered") boolean open,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        Place place = Place.of("approvals").with("limit", Math.min(limit, LARGEST_PAGE));
        List<@Nullable Object> found =
                session.pages(api, open ? place.with("open", true) : place, limit);
        session.rows(
                found,
                JsonObject.list(found),
                "id",
                "state",
                "summary",
                "requestedBy",
                "needed",
                "expires",
                "reason");
        return 0;
    }

    @Command(description = "One request and its answers.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id)
            throws ApiException, IOException, InterruptedException {
        session.answer(session.api().get(place(id)).value());
        return 0;
    }

    @Command(description = "Agree. Nobody agrees to their own request.")
    int approve(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id,
            @Option(names = "--reason", description = "for all to see") Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        return answer(session, id, "approve", reason);
    }

    @Command(description = "Disagree, which ends the request.")
    int reject(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id,
            @Option(names = "--reason", required = true, description = "for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return answer(session, id, "reject", Optional.of(reason));
    }

    @Command(description = "Take your own request back.")
    int withdraw(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id,
            @Option(names = "--reason", description = "for all to see") Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        return answer(session, id, "withdraw", reason);
    }

    private static int answer(Session session, long id, String verb, Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("reason", reason);
        session.answer(session.api().post(place(id).sub(verb), body).value());
        return 0;
    }

    private static Place place(long id) {
        return Place.of("approvals", Long.toString(id));
    }
}
