package dev.platte.ctl.lock;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
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

/** lock and its verbs about whole groups; those about hosts are inherited. */
@Command(
        name = "lock",
        description = "Lock groups: hosts that take turns to reboot.",
        synopsisSubcommandLabel = "COMMAND")
public final class LockCommand extends HostVerbs {
    static final String GROUP = "the lock group, most often an update group's track";

    private LockCommand() {}

    /** lock and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new LockCommand(), Session.factory(terminal))
                .addSubcommand(new CommandLine(new LockTokenCommand(), Session.factory(terminal)));
    }

    static Place place(String group) {
        return Place.of("locks", group);
    }

    @Command(description = "All lock groups and how they stand.")
    int groups(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(Place.of("locks"));
        List<JsonObject> groups = answer.objects().stream().map(LockLine::withWhy).toList();
        session.rows(
                answer.value(),
                groups,
                "name",
                "limit",
                "taken",
                "overdue",
                "waiting",
                "failures",
                "why");
        return 0;
    }

    @Command(description = "One lock group: its rules, who holds, who waits, and why.")
    int status(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group)
            throws ApiException, IOException, InterruptedException {
        session.answer(session.api().get(place(group)).value());
        return 0;
    }

    @Command(description = "Make a lock group; hosts of an update group have one without.")
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = "letters, digits, dots and dashes")
                    String group,
            @Mixin RuleOptions rules,
            @Option(names = "--description", description = "which hosts these are")
                    Optional<String> description)
            throws ApiException, IOException, InterruptedException {
        Body body = rules.body(session).with("name", group).with("description", description);
        session.answer(session.api().post(Place.of("locks"), body).value());
        return 0;
    }

    @Command(description = "Change what is said of a lock group; the rest stays.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Mixin RuleOptions rules,
            @Option(names = "--description", description = "which hosts these are")
                    Optional<String> description,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = rules.body(session).with("description", description);
        if (body.isEmpty()) {
            throw session.usage("say what to set; --help lists it");
        }
        session.answer(
                session.api().patch(place(group), body.with("reason", reason), false).value());
        return 0;
    }

    @Command(name = "set-max", description = "How many hosts may be down at once; 0: nobody.")
    int setMax(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "MAX", description = "a number, or a share such as 10%%")
                    String max,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        JsonObject before = api.get(place(group)).object();
        Body body =
                new Body()
                        .with("rules", java.util.Map.of("limit", RuleOptions.limit(session, max)))
                        .with("reason", reason);
        @Nullable Object after = api.patch(place(group), body, false).value();
        if (session.isForPeople()) {
            // As locksmithctl says it.
            session.note("Old-Max: " + before.object("rules").text("limit"));
            session.note("Max: " + JsonObject.of(after).object("rules").text("limit"));
        } else {
            session.answer(after);
        }
        return 0;
    }

    @Command(description = "Let nobody go down until it is thawed.")
    int freeze(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, group, "freeze", reason);
    }

    @Command(description = "Let hosts of a frozen group go down again.")
    int thaw(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, group, "thaw", reason);
    }

    @Command(description = "Forgive what failed until now, so that others go on.")
    int resume(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, group, "resume", reason);
    }

    @Command(description = "Remove a lock group that nobody holds a slot of.")
    int remove(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        session.api().remove(place(group), Optional.of(reason));
        session.note(group + " is gone");
        return 0;
    }

    private static int act(Session session, String group, String verb, String reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("reason", reason);
        session.answer(session.api().act(place(group), verb, body).value());
        return 0;
    }
}
