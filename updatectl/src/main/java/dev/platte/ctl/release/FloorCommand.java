package dev.platte.ctl.release;

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

/** channel floor and its verbs. */
@Command(
        name = "floor",
        description = "Packages that hosts must pass on their way to what a channel points to.",
        synopsisSubcommandLabel = "COMMAND")
final class FloorCommand extends VerbGroup {
    private FloorCommand() {}

    static CommandLine tree(Terminal terminal) {
        return new CommandLine(new FloorCommand(), Session.factory(terminal));
    }

    @Command(description = "Make a published package a floor.")
    int add(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "CHANNEL", description = "such as stable")
                    String channel,
            @Parameters(index = "1", paramLabel = "VERSION", description = "the package")
                    String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--reason", required = true, description = "why it must be passed")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place =
                ChannelCommand.find(api, app.of(session, api), channel, arch)
                        .sub("floors", version);
        session.answer(api.put(place, new Body().with("reason", reason)).value());
        return 0;
    }

    @Command(description = "The floors of a channel.")
    int list(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "CHANNEL", description = "such as stable") String channel,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer =
                api.get(
                        ChannelCommand.find(api, app.of(session, api), channel, arch)
                                .sub("floors"));
        session.rows(answer.value(), answer.objects(), "version", "reason", "created");
        return 0;
    }

    @Command(description = "Let hosts skip it again.")
    int remove(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "CHANNEL", description = "such as stable")
                    String channel,
            @Parameters(index = "1", paramLabel = "VERSION", description = "the package")
                    String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place floor =
                ChannelCommand.find(api, app.of(session, api), channel, arch)
                        .sub("floors", version);
        api.delete(reason.isPresent() ? floor.with("reason", reason.get()) : floor);
        session.note(version + " may be skipped");
        return 0;
    }
}
