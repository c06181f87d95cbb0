package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** host and its verbs. */
@Command(
        name = "host",
        description =
                "Hosts as they were last seen, why they get what they get, and what is done about it.",
        synopsisSubcommandLabel = "COMMAND")
public final class HostCommand extends PinVerbs {
    private static final int LARGEST_PAGE = 200;

    private HostCommand() {}

    /** host and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new HostCommand(), Session.factory(terminal));
    }

    @Command(description = "Hosts by machine id.")
    int list(
            @Mixin Session session,
            @Mixin AppOption app,
            @Mixin HostMarks marks,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        Place place = marks.in(app.of(session, api).sub("hosts"));
        List<@Nullable Object> hosts =
                session.pages(api, place.with("limit", Math.min(limit, LARGEST_PAGE)), limit);
        session.rows(
                hosts,
                JsonObject.list(hosts),
                "machineId",
                "track",
                "version",
                "state",
                "stateSince",
                "lastSeen",
                "lastError");
        return 0;
    }

    @Command(description = "How many hosts are at which version in which state.")
    int counts(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        List<@Nullable Object> counts =
                session.pages(api, app.of(session, api).sub("fleet", "counts"), Integer.MAX_VALUE);
        session.rows(counts, JsonObject.list(counts), "group", "version", "state", "hosts");
        return 0;
    }

    @Command(description = "The same in the past: samples by time.")
    int timeline(
            @Mixin Session session,
            @Mixin AppOption app,
            @Option(names = "--group", description = "track or id; else all together")
                    Optional<String> group,
            @Option(names = "--from", description = "such as 2026-03-01T12:00:00Z; else a day ago")
                    Optional<String> from,
            @Option(names = "--to", description = "until when; else until now") Optional<String> to,
            @Option(names = "--step", description = "how far apart, PT5M or more")
                    Optional<String> step)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = app.of(session, api).sub("fleet", "timeline");
        for (Map.Entry<String, Optional<String>> bound :
                Map.of("group", group, "from", from, "to", to, "step", step).entrySet()) {
            if (bound.getValue().isPresent()) {
                place = place.with(bound.getKey(), bound.getValue().get());
            }
        }
        List<@Nullable Object> samples = session.pages(api, place, Integer.MAX_VALUE);
        session.rows(samples, JsonObject.list(samples), "at", "version", "state", "hosts");
        return 0;
    }

    @Command(description = "One host, its updates and what it said.")
    int show(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "MACHINE-ID", description = "as list shows it") String id)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(api.get(app.of(session, api).sub("hosts", id)).value());
        return 0;
    }

    @Command(
            description = "The last request of a host that said something new, as it was sent.",
            footer =
                    "A poll that only repeats what was said before is not kept; --next has the next one kept.")
    int request(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "MACHINE-ID", description = "as list shows it") String id,
            @Option(names = "--next", description = "keep its next request, whatever it says")
                    boolean next)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place host = app.of(session, api).sub("hosts", id);
        if (next) {
            api.post(host.sub("record"), new Body());
            session.note("the next request of " + id + " will be kept");
        } else {
            session.answer(api.get(host.sub("request")).value());
        }
        return 0;
    }

    @Command(description = "Why a host gets what it gets: what its next poll would be answered.")
    int explain(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "MACHINE-ID", description = "as list shows it") String id)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("hosts", id, "explain"));
        if (!session.isForPeople()) {
            session.answer(answer.value());
            return 0;
        }
        JsonObject said = answer.object();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(said.members());
        shown.put(
                "reasons",
                said.objects("reasons").stream()
                        .map(each -> each.text("code") + ": " + each.text("sentence"))
                        .toList());
        shown.remove("sentence");
        session.answer(shown);
        return 0;
    }
}
