package dev.platte.ctl.configuration;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** apply: makes the server what a document of export says. */
@Command(
        name = "apply",
        description =
                "Make the server what a document of export says, in one transaction. What the"
                        + " document does not name stays.")
public final class ApplyVerb implements Callable<Integer> {
    /** As much as the server takes. */
    private static final long LARGEST = 4L << 20;

    @Mixin private Session session;

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "the document")
    private Path document = Path.of("");

    @Option(names = "--dry-run", description = "only say what would change")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the audit trail")
    private Optional<String> reason = Optional.empty();

    private ApplyVerb(Terminal terminal) {
        this.session = new Session(terminal);
    }

    /** The verb, for the root. */
    public static CommandLine verb(Terminal terminal) {
        return new CommandLine(new ApplyVerb(terminal));
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        if (Files.size(document) > LARGEST) {
            throw new ApiException(document + " is longer than " + LARGEST + " bytes");
        }
        Place place = Place.of("apply").with("dryRun", dryRun);
        if (reason.isPresent()) {
            place = place.with("reason", reason.get());
        }
        Answer answer =
                session.api().postDocument(place, Files.readString(document), "application/yaml");
        List<JsonObject> changes = answer.object().objects("changes");
        session.rows(answer.value(), changes, "application", "what", "before", "after");
        if (changes.isEmpty()) {
            session.note("nothing differs");
        } else if (dryRun) {
            session.note("nothing was changed: --dry-run");
        }
        return 0;
    }
}
