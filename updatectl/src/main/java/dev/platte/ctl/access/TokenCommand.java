package dev.platte.ctl.access;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.SecretFile;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** token and its verbs. */
@Command(name = "token", description = "Tokens of programs.", synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand extends VerbGroup {
    private TokenCommand() {}

    /** token and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new TokenCommand(), Session.factory(terminal));
    }

    @Command(
            description =
                    "Make a token. Its secret goes to a file for you alone, never to the screen.")
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "what it is for") String name,
            @Option(
                            names = "--role",
                            required = true,
                            description = "viewer, operator, approver or admin")
                    String role,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "where the secret goes; a new file")
                    Path out,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            description = "only this, such as app:APPID; may be repeated")
                    @Nullable List<String> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "2027-01-31T00:00:00Z, or from now: P90D, PT12H")
                    Optional<String> expires)
            throws ApiException, IOException, InterruptedException {
        Body body =
                new Body()
                        .with("name", name)
                        .with("role", role)
                        .with("scopes", Optional.ofNullable(scopes))
                        .with("expires", expires.map(text -> session.time("--expires", text)));
        try (SecretFile secret = SecretFile.create(out)) {
            JsonObject made = session.api().postOnce(Place.of("tokens"), body).object();
            secret.keep(made.text("secret"));
            session.answer(made.object("token").members());
            session.note("the secret is in " + out);
        }
        return 0;
    }

    @Command(description = "All tokens; none shows its secret.")
    int list(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(Place.of("tokens"));
        session.rows(
                answer.value(),
                answer.objects(),
                "id",
                "name",
                "role",
                "scopes",
                "created",
                "expires",
                "lastUsed",
                "revoked");
        return 0;
    }

    @Command(description = "Let a token open nothing more.")
    int revoke(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "as list shows it") long id,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        session.answer(
                session.api()
                        .postOnce(
                                Place.of("tokens", Long.toString(id), "revoke"),
                                new Body().with("reason", reason))
                        .value());
        return 0;
    }
}
