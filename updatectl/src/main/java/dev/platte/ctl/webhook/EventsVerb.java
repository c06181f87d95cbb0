package dev.platte.ctl.webhook;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.EventReader;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** events: what has happened, and what happens. */
@Command(
        name = "events",
        description =
                "What has happened, the newest first; with --follow what happens, as it does.")
public final class EventsVerb implements Callable<Integer>, EventReader {
    private static final int LARGEST_PAGE = 200;

    @Mixin private Session session;

    @Option(names = "--app", paramLabel = "APPID", description = "of this application only")
    private Optional<String> app = Optional.empty();

    @Option(names = "--group", paramLabel = "TRACK", description = "of this group only")
    private Optional<String> group = Optional.empty();

    @Option(names = "--rollout", paramLabel = "ID", description = "of this rollout only")
    private Optional<String> rollout = Optional.empty();

    @Option(
            names = "--kind",
            split = ",",
            description = "such as rollout.halted, or rollout for all of a rollout")
    private @Nullable List<String> kinds;

    @Option(names = "--follow", description = "wait for more, until interrupted")
    private boolean follow;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "with --follow: begin after this event, not now")
    private Optional<Long> after = Optional.empty();

    @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
    private int limit;

    private EventsVerb(Terminal terminal) {
        this.session = new Session(terminal);
    }

    /** The verb. */
    public static CommandLine verb(Terminal terminal) {
        return new CommandLine(new EventsVerb(terminal));
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        Api api = session.api();
        if (follow) {
            Place place = filtered(Place.of("events"));
            api.follow(after.isPresent() ? place.with("after", after.get()) : place, this);
            return 0;
        }
        Place place = filtered(Place.of("events")).with("limit", Math.min(limit, LARGEST_PAGE));
        List<@Nullable Object> found = session.pages(api, place, limit);
        session.rows(
                found,
                JsonObject.list(found).stream().map(EventsVerb::flat).toList(),
                "id",
                "at",
                "kind",
                "group",
                "what",
                "who",
                "reason");
        return 0;
    }

    private Place filtered(Place events) {
        Place place = events;
        Map<String, Optional<String>> filters = new LinkedHashMap<>();
        filters.put("app", app);
        filters.put("group", group);
        filters.put("rollout", rollout);
        filters.put("kind", Optional.ofNullable(kinds).map(words -> String.join(",", words)));
        for (Map.Entry<String, Optional<String>> filter : filters.entrySet()) {
            if (filter.getValue().isPresent()) {
                place = place.with(filter.getKey(), filter.getValue().get());
            }
        }
        return place;
    }

    @Override
    public boolean begun() {
        return true;
    }

    @Override
    public boolean happened(String kind, JsonObject event) {
        if (kind.equals("gap")) {
            session.note("some events are missing: the server no longer has them");
            return true;
        }
        JsonObject flat = flat(event);
        session.line(
                event.members(),
                "%s %s %s %s%s"
                        .formatted(
                                event.text("at"),
                                kind,
                                event.text("group"),
                                flat.text("what"),
                                event.optional("reason").map(why -> " (" + why + ")").orElse("")));
        return true;
    }

    /** With what it is about, in a few words. */
    private static JsonObject flat(JsonObject event) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(event.members());
        members.put("what", what(event));
        return new JsonObject(members);
    }

    private static String what(JsonObject event) {
        if (event.has("rollout")) {
            JsonObject rollout = event.object("rollout");
            return "%s %s %s%%"
                    .formatted(
                            rollout.text("version"), rollout.text("state"), rollout.text("open"));
        }
        if (event.has("channel")) {
            JsonObject channel = event.object("channel");
            return "%s %s to %s"
                    .formatted(
                            channel.text("name"),
                            channel.text("arch"),
                            channel.optional("to").orElse("nothing"));
        }
        if (event.has("package")) {
            JsonObject release = event.object("package");
            return release.text("version") + " " + release.text("arch");
        }
        return event.has("approval")
                ? event.object("approval").text("summary")
                : event.object("webhook").text("name");
    }
}
