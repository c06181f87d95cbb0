package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** group and its verbs. */
@Command(
        name = "group",
        description = "Groups: hosts that share a policy and follow one channel.",
        synopsisSubcommandLabel = "COMMAND")
public final class GroupCommand extends VerbGroup {
    private GroupCommand() {}

    /** group and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new GroupCommand(), Session.factory(terminal))
                .addSubcommand(new PolicyVerb(terminal));
    }

    @Command(description = "Make a group.")
    int create(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "TRACK", description = "what its hosts say, their GROUP=")
                    String track,
            @Option(names = "--channel", required = true, description = "the channel it follows")
                    String channel,
            @Option(names = "--description", description = "which hosts these are")
                    Optional<String> description,
            @Option(names = "--id", paramLabel = "UUID", description = "the id it had elsewhere")
                    Optional<String> id)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Body body =
                new Body()
                        .with("track", track)
                        .with("channel", channel)
                        .with("description", description)
                        .with("id", id);
        session.answer(api.post(app.of(session, api).sub("groups"), body).value());
        return 0;
    }

    @Command(description = "All groups.")
    int list(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("groups"));
        session.rows(
                answer.value(),
                answer.objects(),
                "track",
                "channel",
                "paused",
                "pollInterval",
                "created",
                "description");
        return 0;
    }

    @Command(description = "One group.")
    int show(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "GROUP", description = "track or id") String group)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(api.get(place(session, api, app, group)).value());
        return 0;
    }

    @Command(description = "Offer its hosts nothing until it is resumed.")
    int pause(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "GROUP", description = "track or id") String group,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Body body = new Body().with("reason", reason);
        session.answer(api.act(place(session, api, app, group), "pause", body).value());
        return 0;
    }

    @Command(description = "Offer its hosts updates again.")
    int resume(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "GROUP", description = "track or id") String group,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Body body = new Body().with("reason", reason);
        session.answer(api.act(place(session, api, app, group), "resume", body).value());
        return 0;
    }

    @Command(description = "Change what is said; the rest stays.")
    int set(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "GROUP", description = "track or id") String group,
            @Option(names = "--channel", description = "the channel it follows")
                    Optional<String> channel,
            @Option(names = "--description", description = "which hosts these are")
                    Optional<String> description,
            @Option(
                            names = "--poll-interval",
                            paramLabel = "DURATION",
                            description = "how often its hosts ask, such as PT45M; server: its own")
                    Optional<String> interval,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("channel", channel).with("description", description);
        if (interval.filter("server"::equals).isPresent()) {
            body.without("pollInterval");
        } else {
            body.with("pollInterval", interval);
        }
        if (body.isEmpty()) {
            throw session.usage("say what to set: --channel, --description or --poll-interval");
        }
        Api api = session.api();
        session.answer(
                api.patch(place(session, api, app, group), body.with("reason", reason), false)
                        .value());
        return 0;
    }

    private static Place place(Session session, Api api, AppOption app, String group)
            throws ApiException, IOException, InterruptedException {
        return app.of(session, api).sub("groups", group);
    }
}
