package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
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
        description = "Hosts as they were last seen.",
        synopsisSubcommandLabel = "COMMAND")
public final class HostCommand extends VerbGroup {
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
            @Option(names = "--group", description = "track or id") Optional<String> group,
            @Option(names = "--version", description = "that runs this") Optional<String> version,
            @Option(names = "--state", description = "such as installed, failed, fell-back")
                    Optional<String> state,
            @Option(names = "--prefix", description = "how the machine id begins")
                    Optional<String> prefix,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        Place place = app.of(session, api).sub("hosts");
        Map<String, Optional<String>> filters =
                Map.of("group", group, "version", version, "state", state, "prefix", prefix);
        for (Map.Entry<String, Optional<String>> filter : filters.entrySet()) {
            if (filter.getValue().isPresent()) {
                place = place.with(filter.getKey(), filter.getValue().get());
            }
        }
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
}
