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
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** app and its verbs. */
@Command(
        name = "app",
        description = "Applications: what is updated, and which keys its payloads are signed with.",
        synopsisSubcommandLabel = "COMMAND")
public final class AppCommand extends VerbGroup {
    private AppCommand() {}

    /** app and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        IFactory factory = Session.factory(terminal);
        return new CommandLine(new AppCommand(), factory)
                .addSubcommand(new CommandLine(new AppKeyCommand(), factory));
    }

    @Command(description = "Make an application.")
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "APPID", description = "what its hosts send, mostly {UUID}")
                    String appid,
            @Option(names = "--name", required = true, description = "what people call it")
                    String name,
            @Option(names = "--description", description = "one sentence of what it is")
                    Optional<String> description)
            throws ApiException, IOException, InterruptedException {
        Body body =
                new Body().with("appid", appid).with("name", name).with("description", description);
        session.answer(session.api().post(Place.of("applications"), body).value());
        return 0;
    }

    @Command(description = "All applications that the token may see.")
    int list(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(Place.of("applications"));
        session.rows(answer.value(), answer.objects(), "name", "appid", "created", "description");
        return 0;
    }

    @Command(description = "One application.")
    int show(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(api.get(app.of(session, api)).value());
        return 0;
    }
}
