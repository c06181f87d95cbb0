package dev.platte.ctl.lock;

import static dev.platte.ctl.lock.LockCommand.GROUP;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** lock token and its verbs. */
@Command(
        name = "token",
        description = "What hosts show to ask for slots of a lock group.",
        synopsisSubcommandLabel = "COMMAND")
final class LockTokenCommand extends VerbGroup {

    @Command(
            description =
                    "Make a token. Its secret goes to a file for you alone, never to the screen.")
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "where the secret goes; a new file")
                    Path out,
            @Option(names = "--host", description = "for this host alone") Optional<String> host,
            @Option(names = "--note", description = "what it is for") Optional<String> note,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "2027-01-31T00:00:00Z, or from now: P90D, PT12H")
                    Optional<String> expires)
            throws ApiException, IOException, InterruptedException {
        Body body =
                new Body()
                        .with("host", host)
                        .with("note", note)
                        .with("expires", expires.map(text -> session.time("--expires", text)));
        try (SecretFile secret = SecretFile.create(out)) {
            JsonObject made =
                    session.api().postOnce(LockCommand.place(group).sub("tokens"), body).object();
            secret.keep(made.text("secret"));
            session.answer(made.object("token").members());
            session.note("the secret is in " + out);
        }
        return 0;
    }

    @Command(description = "All tokens of a lock group; none shows its secret.")
    int list(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group)
            throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(LockCommand.place(group).sub("tokens"));
        session.rows(
                answer.value(),
                answer.objects(),
                "id",
                "host",
                "note",
                "created",
                "createdBy",
                "expires",
                "revoked");
        return 0;
    }

    @Command(description = "Let a token open nothing more.")
    int revoke(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        session.answer(
                session.api()
                        .postOnce(
                                LockCommand.place(group).sub("tokens", Long.toString(id), "revoke"),
                                new Body().with("reason", reason))
                        .value());
        return 0;
    }
}
