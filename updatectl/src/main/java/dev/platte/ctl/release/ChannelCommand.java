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
import java.util.Optional;
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
    private ChannelCommand() {}

    /** channel and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ChannelCommand(), Session.factory(terminal));
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
