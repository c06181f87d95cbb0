package dev.platte.ctl.lock;

import static dev.platte.ctl.lock.LockCommand.GROUP;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of lock about hosts: who holds, who waits, and what is done about it. */
abstract class HostVerbs extends VerbGroup {
    private static final int LARGEST_PAGE = 200;
    private static final String HOST = "as holders and waiting show it";

    @Command(description = "Who holds slots, the oldest first.")
    int holders(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group)
            throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(LockCommand.place(group).sub("slots"));
        session.rows(
                answer.value(),
                answer.objects(),
                "host",
                "hostname",
                "state",
                "stage",
                "fromVersion",
                "toVersion",
                "since",
                "until",
                "takenBy");
        return 0;
    }

    @Command(description = "Who waits, in the order in which they are served, and why.")
    int waiting(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        List<@Nullable Object> found =
                pages(session, LockCommand.place(group).sub("waiting"), limit);
        session.rows(
                found,
                JsonObject.list(found).stream().map(LockLine::withWhy).toList(),
                "position",
                "host",
                "hostname",
                "version",
                "toVersion",
                "since",
                "lastAsked",
                "why");
        return 0;
    }

    @Command(description = "What happened in a lock group, the newest first.")
    int events(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--host", description = "only to this host") Optional<String> host,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (50)")
                    int limit)
            throws ApiException, IOException, InterruptedException {
        Place place = LockCommand.place(group).sub("events");
        List<@Nullable Object> found =
                pages(session, host.isPresent() ? place.with("host", host.get()) : place, limit);
        session.rows(
                found,
                JsonObject.list(found),
                "at",
                "what",
                "host",
                "version",
                "held",
                "who",
                "reason");
        return 0;
    }

    @Command(description = "One host: its slot, or its place in the queue and the one reason.")
    int why(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "HOST", description = HOST) String host)
            throws ApiException, IOException, InterruptedException {
        session.answer(session.api().get(LockCommand.place(group).sub("hosts", host)).value());
        return 0;
    }

    @Command(description = "Take a slot for a host, so that nobody else goes down meanwhile.")
    int take(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "HOST", description = HOST) String host,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, group, host, "take", reason);
    }

    @Command(description = "Take the slot of a host away; be sure that it is not about to reboot.")
    int free(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "HOST", description = HOST) String host,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        return act(session, group, host, "free", Optional.of(reason));
    }

    @Command(description = "Forget a host that is gone: it waits no more.")
    int forget(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "HOST", description = HOST) String host,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        session.api()
                .post(
                        LockCommand.place(group).sub("hosts", host, "forget"),
                        new Body().with("reason", reason));
        session.note(host + " is forgotten");
        return 0;
    }

    private static int act(
            Session session, String group, String host, String verb, Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        session.answer(
                session.api()
                        .post(
                                LockCommand.place(group).sub("hosts", host, verb),
                                new Body().with("reason", reason))
                        .value());
        return 0;
    }

    private static List<@Nullable Object> pages(Session session, Place place, int limit)
            throws ApiException, IOException, InterruptedException {
        if (limit < 1) {
            throw session.usage("--limit is 1 or more");
        }
        return session.pages(
                session.api(), place.with("limit", Math.min(limit, LARGEST_PAGE)), limit);
    }
}
