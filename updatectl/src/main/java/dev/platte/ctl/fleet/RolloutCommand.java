package dev.platte.ctl.fleet;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** rollout and its verbs. */
@Command(
        name = "rollout",
        description = "Rollouts: the move of one group to one package.",
        synopsisSubcommandLabel = "COMMAND")
public final class RolloutCommand extends VerbGroup {
    private static final int LARGEST_PAGE = 200;
    private static final String WHICH = "its id, or a group: its newest rollout";

    private RolloutCommand() {}

    /** rollout and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new RolloutCommand(), Session.factory(terminal));
    }

    @Command(description = "Rollouts, the newest first.")
    int list(
            @Mixin Session session,
            @Mixin AppOption app,
            @Option(names = "--group", description = "track or id") Optional<String> group,
            @Option(
                            names = "--state",
                            description = "running, paused, halted, completed or superseded")
                    Optional<String> state,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        Place place = app.of(session, api).sub("rollouts");
        place = place.with("limit", Math.min(limit, LARGEST_PAGE));
        place = group.isPresent() ? place.with("group", group.get()) : place;
        place = state.isPresent() ? place.with("state", state.get()) : place;
        List<@Nullable Object> rollouts = session.pages(api, place, limit);
        session.rows(
                rollouts,
                JsonObject.list(rollouts).stream().map(RolloutLine::flat).toList(),
                "group",
                "arch",
                "version",
                "state",
                "open%",
                "updated",
                "failures",
                "created",
                "id");
        return 0;
    }

    @Command(description = "One rollout: how far it is, what it goes by, what was done to it.")
    int status(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(api.get(find(api, app.of(session, api), rollout)).value());
        return 0;
    }

    @Command(
            description =
                    "Follow a rollout until it ends; exit status 1 when it is halted or superseded.")
    int watch(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout,
            @Option(
                            names = "--every",
                            paramLabel = "SECONDS",
                            defaultValue = "5",
                            description = "how often to look where no events are told (5)")
                    int every)
            throws ApiException, IOException, InterruptedException {
        if (every < 1) {
            throw session.usage("--every is 1 or more");
        }
        Api api = session.api();
        Place application = app.of(session, api);
        String id = id(api, application.sub("rollouts"), rollout);
        JsonObject end =
                new RolloutWatch(session, api, application.sub("rollouts", id))
                        .toTheEnd(
                                Place.of("events").with("rollout", id), Duration.ofSeconds(every));
        session.answer(end.members());
        return end.text("state").equals("COMPLETED") ? 0 : 1;
    }

    @Command(description = "Stop granting and stop its ramp until it is resumed.")
    int pause(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, app, rollout, "pause", reason);
    }

    @Command(description = "Go on; after a halt what failed until now is forgiven.")
    int resume(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, app, rollout, "resume", reason);
    }

    @Command(description = "Stop it at once, also for hosts that were admitted already.")
    int halt(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, app, rollout, "halt", reason);
    }

    @Command(
            description =
                    "Give the rest of the group what it leads to, without ramp and canaries; limits stay.")
    int complete(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "ROLLOUT", description = WHICH) String rollout,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, app, rollout, "complete", reason);
    }

    private static int act(
            Session session, AppOption app, String rollout, String verb, String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), rollout);
        session.answer(api.act(place, verb, new Body().with("reason", reason)).value());
        return 0;
    }

    private static Place find(Api api, Place app, String rollout)
            throws ApiException, InterruptedException {
        Place rollouts = app.sub("rollouts");
        return rollouts.sub(id(api, rollouts, rollout));
    }

    private static String id(Api api, Place rollouts, String rollout)
            throws ApiException, InterruptedException {
        if (rollout.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return rollout;
        }
        List<JsonObject> newest =
                api.get(rollouts.with("group", rollout).with("limit", 1)).objects();
        if (newest.isEmpty()) {
            throw new ApiException("group " + rollout + " has had no rollout");
        }
        return newest.getFirst().text("id");
    }
}
