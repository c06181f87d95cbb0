package dev.platte.ctl.webhook;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Pause;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.SecretFile;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** webhook and its verbs. */
@Command(
        name = "webhook",
        description = "Other systems that are told what happens.",
        synopsisSubcommandLabel = "COMMAND")
public final class WebhookCommand extends VerbGroup {
    private static final int LARGEST_PAGE = 200;
    private static final Duration PING = Duration.ofSeconds(30);

    private WebhookCommand() {}

    /** webhook and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new WebhookCommand(), Session.factory(terminal));
    }

    @Command(
            description =
                    "Have another system told. What messages are signed with goes to a file for you"
                            + " alone, never to the screen.")
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "such as pager") String name,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "URL",
                            description = "an https address")
                    String url,
            @Option(
                            names = "--secret-out",
                            required = true,
                            paramLabel = "FILE",
                            description = "where the secret goes; a new file")
                    Path out,
            @Option(names = "--app", paramLabel = "APPID", description = "only of this application")
                    Optional<String> app,
            @Option(
                            names = "--kind",
                            split = ",",
                            description = "only these, such as rollout.halted or rollout")
                    @Nullable List<String> kinds,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body =
                new Body()
                        .with("name", name)
                        .with("url", url)
                        .with("application", app)
                        .with("kinds", Optional.ofNullable(kinds))
                        .with("reason", reason);
        try (SecretFile secret = SecretFile.create(out)) {
            kept(session, secret, out, session.api().postOnce(Place.of("webhooks"), body));
        }
        return 0;
    }

    @Command(description = "All webhooks, and how they fare.")
    int list(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(Place.of("webhooks"));
        session.rows(
                answer.value(),
                answer.objects(),
                "name",
                "url",
                "application",
                "kinds",
                "waiting",
                "failingSince",
                "disabledReason");
        return 0;
    }

    @Command(description = "One webhook.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name)
            throws ApiException, IOException, InterruptedException {
        session.answer(session.api().get(place(name)).value());
        return 0;
    }

    @Command(description = "Change where messages go, or which.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--to", paramLabel = "URL", description = "an https address")
                    Optional<String> url,
            @Option(
                            names = "--app",
                            paramLabel = "APPID",
                            description = "only of this application; empty: of all")
                    Optional<String> app,
            @Option(names = "--kind", split = ",", description = "only these; empty: all")
                    @Nullable List<String> kinds,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("url", url).with("reason", reason);
        if (app.isPresent() && app.get().isEmpty()) {
            body.without("application");
        } else {
            body.with("application", app);
        }
        if (kinds != null) {
            body.with("kinds", kinds.stream().filter(kind -> !kind.isEmpty()).toList());
        }
        session.answer(session.api().patch(place(name), body, false).value());
        return 0;
    }

    @Command(description = "What was and is to be sent, the newest first.")
    int deliveries(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--state", description = "pending, delivered or given-up")
                    Optional<String> state,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Place place = place(name).sub("deliveries").with("limit", Math.min(limit, LARGEST_PAGE));
        Api api = session.api();
        List<@Nullable Object> found =
                session.pages(
                        api, state.isPresent() ? place.with("state", state.get()) : place, limit);
        session.rows(
                found,
                JsonObject.list(found),
                "id",
                "created",
                "kind",
                "message",
                "state",
                "tries",
                "tried",
                "status",
                "failure");
        return 0;
    }

    @Command(description = "Send a message again, under the id that it had.")
    int redeliver(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "NAME", description = "the webhook") String name,
            @Parameters(index = "1", paramLabel = "ID", description = "as deliveries shows it")
                    long id,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Place place = place(name).sub("deliveries", Long.toString(id), "redeliver");
        session.answer(session.api().postOnce(place, new Body().with("reason", reason)).value());
        return 0;
    }

    @Command(description = "Send a test and wait for what comes of it; exit status 1 if it fails.")
    int ping(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        JsonObject sent = api.postOnce(place(name).sub("ping"), new Body()).object();
        Place place = place(name).sub("deliveries", sent.text("id"));
        long looks = PING.toMillis() / 500;
        JsonObject now = api.get(place).object();
        while (now.text("tries").equals("0") && looks-- > 0) {
            Pause.REAL.next(Duration.ofMillis(500));
            now = api.get(place).object();
        }
        session.answer(now.members());
        return now.text("state").equals("DELIVERED") ? 0 : 1;
    }

    @Command(description = "Exchange the secret; messages carry both signatures for a while.")
    int rotate(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(
                            names = "--secret-out",
                            required = true,
                            paramLabel = "FILE",
                            description = "where the new secret goes; a new file")
                    Path out,
            @Option(
                            names = "--overlap",
                            paramLabel = "DURATION",
                            description =
                                    "how long the old one stays valid (PT24H); PT0S: no longer")
                    Optional<String> overlap,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("overlap", overlap).with("reason", reason);
        try (SecretFile secret = SecretFile.create(out)) {
            kept(session, secret, out, session.api().actOnce(place(name), "rotate", body));
        }
        return 0;
    }

    @Command(description = "Send nothing from now on; what happens meanwhile is not kept for it.")
    int disable(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, name, "disable", Optional.of(reason));
    }

    @Command(description = "Send again, what still waits first.")
    int enable(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, name, "enable", reason);
    }

    @Command(description = "Remove it, with all that waits for it.")
    int remove(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        session.api().remove(place(name), reason);
        session.note(name + " is removed");
        return 0;
    }

    private static int act(Session session, String name, String verb, Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("reason", reason);
        session.answer(session.api().act(place(name), verb, body).value());
        return 0;
    }

    private static void kept(Session session, SecretFile file, Path out, Answer answer)
            throws IOException {
        JsonObject made = answer.object();
        file.keep(made.text("secret"));
        session.answer(made.object("webhook").members());
        session.note("the secret is in " + out);
    }

    private static Place place(String name) {
        return Place.of("webhooks", name);
    }
}
