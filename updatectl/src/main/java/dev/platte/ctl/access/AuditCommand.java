package dev.platte.ctl.access;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
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

/** audit and its verbs. */
@Command(
        name = "audit",
        description = "The audit trail: who changed what.",
        synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand extends VerbGroup {
    private static final int LARGEST_PAGE = 200;

    private AuditCommand() {}

    /** audit and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new AuditCommand(), Session.factory(terminal));
    }

    @Command(description = "Changes, the newest first.")
    int list(
            @Mixin Session session,
            @Option(names = "--subject", description = "of this thing only, such as channel/17")
                    Optional<String> subject,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Place place = Place.of("audit").with("limit", Math.min(limit, LARGEST_PAGE));
        if (subject.isPresent()) {
            place = place.with("subject", subject.get());
        }
        Api api = session.api();
        List<@Nullable Object> rows = session.pages(api, place, limit);
        session.rows(rows, JsonObject.list(rows), "id", "at", "who", "verb", "subject", "reason");
        return 0;
    }

    @Command(
            description =
                    "Follow the chain of all changes; exit status 1 when a row is missing or changed.")
    int verify(
            @Mixin Session session,
            @Option(
                            names = "--anchor",
                            description = "an end that an earlier verify showed: it must be there")
                    Optional<String> anchor)
            throws ApiException, IOException, InterruptedException {
        Place place = Place.of("audit", "verify");
        Answer proof =
                session.api().get(anchor.isPresent() ? place.with("anchor", anchor.get()) : place);
        session.answer(proof.value());
        return proof.object().text("holds").equals("true") ? 0 : 1;
    }
}
