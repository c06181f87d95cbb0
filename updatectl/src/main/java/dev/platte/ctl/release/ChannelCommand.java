package dev.platte.ctl.release;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
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

/** channel and its verbs. */
@Command(
        name = "channel",
        description = "Channels: named pointers to the package that their groups run.",
        synopsisSubcommandLabel = "COMMAND")
public final class ChannelCommand extends VerbGroup {
    private static final int LARGEST_PAGE = 200;

    private ChannelCommand() {}

    /** channel and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ChannelCommand(), Session.factory(terminal))
                .addSubcommand(FloorCommand.tree(terminal));
    }

    @Command(description = "Make a channel, which points to nothing yet.")
    int create(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "NAME", description = "such as stable") String name,
            @Option(names = "--arch", required = true, description = "such as amd64, arm64")
                    String arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Body body = new Body().with("name", name).with("arch", arch);
        session.answer(api.post(app.of(session, api).sub("channels"), body).value());
        return 0;
    }

    @Command(description = "All channels and what they point to.")
    int list(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("channels"));
        session.rows(answer.value(), answer.objects(), "name", "arch", "version", "created");
        return 0;
    }

    @Command(description = "One channel.")
    int show(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "NAME", description = "such as stable") String name,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), name, arch);
        session.answer(api.get(place).value());
        return 0;
    }

    @Command(description = "Point a channel to a published package: its groups begin to move.")
    int promote(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "NAME", description = "the channel") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "the package")
                    String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--dry-run", description = "only say what would happen") boolean dryRun,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), name, arch);
        session.answer(point(api, place, version, dryRun, reason).value());
        if (dryRun) {
            session.note("nothing was changed: it was a dry run");
        }
        return 0;
    }

    @Command(
            description =
                    "Ask others to agree that a channel is pointed to a package; then the server does"
                            + " it. For channels that a rule with approvals leads to.")
    int propose(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "NAME", description = "the channel") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "the package")
                    String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--reason", required = true, description = "for who is asked")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), name, arch);
        Body body = new Body().with("version", version).with("reason", reason);
        Answer asked = api.post(place.sub("proposals"), body);
        session.answer(asked.value());
        session.note(
                "request %s: %s of others to agree"
                        .formatted(asked.object().text("id"), asked.object().text("needed")));
        return 0;
    }

    @Command(
            description =
                    "How the rules stand that lead to a channel: what is met, what is missing, since"
                            + " when, and when at the earliest.")
    int promotion(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "NAME", description = "such as stable") String name,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(find(api, app.of(session, api), name, arch).sub("promotion"));
        if (!session.isForPeople()) {
            session.answer(answer.value());
            return 0;
        }
        if (answer.objects().isEmpty()) {
            session.note("no rule leads to " + name + "; people point it");
        }
        for (JsonObject rule : answer.objects()) {
            session.answer(PromotionLines.of(rule));
        }
        return 0;
    }

    @Command(description = "Where a channel has pointed to, the newest first.")
    int history(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "NAME", description = "such as stable") String name,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        Place place = find(api, app.of(session, api), name, arch).sub("history");
        List<@Nullable Object> moves =
                session.pages(api, place.with("limit", Math.min(limit, LARGEST_PAGE)), limit);
        session.rows(moves, JsonObject.list(moves), "at", "version", "who", "reason");
        return 0;
    }

    @Command(
            description =
                    "Take back what a channel points to: withdraw it and go back, in one step. Default"
                            + " is where it pointed before.")
    int rollback(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "NAME", description = "the channel") String name,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "the package to go back to")
                    Optional<String> version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(
                            names = "--offer-downgrade",
                            description = "send hosts down that run what is taken back")
                    boolean downgrade,
            @Option(names = "--dry-run", description = "only say what would happen") boolean dryRun,
            @Option(names = "--reason", required = true, description = "what is wrong with it")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), name, arch);
        Body body =
                new Body()
                        .with("version", version)
                        .with("offerDowngrade", downgrade)
                        .with("reason", reason);
        session.answer(api.act(place, "rollback", body, dryRun).value());
        if (dryRun) {
            session.note("nothing was changed: it was a dry run");
        }
        return 0;
    }

    static Answer point(
            Api api, Place channel, String version, boolean dryRun, Optional<String> reason)
            throws ApiException, InterruptedException {
        Body body = new Body().with("version", version).with("reason", reason);
        return api.patch(channel, body, dryRun);
    }

    static Place find(Api api, Place app, String name, Optional<String> arch)
            throws ApiException, InterruptedException {
        Place channels = app.sub("channels");
        if (arch.isPresent()) {
            return channels.sub(arch.get(), name);
        }
        return channels.sub(
                OnlyArch.of(
                        "channel " + name,
                        api.get(channels).objects().stream()
                                .filter(channel -> channel.text("name").equals(name))
                                .map((JsonObject channel) -> channel.text("arch"))
                                .toList()),
                name);
    }
}
