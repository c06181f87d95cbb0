package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done to hosts: to those that are named, or to all that have some marks. */
abstract class HostCareVerbs extends VerbGroup {

    /** Which hosts, and whether it is meant. */
    static final class Meant {
        @Parameters(
                paramLabel = "MACHINE-ID",
                arity = "0..*",
                description = "as list shows it; or choose by marks")
        private List<String> ids = new ArrayList<>();

        @Option(
                names = "--dry-run",
                description = "only say how many there are and what would be done")
        private boolean dryRun;

        @Option(names = "--yes", description = "do it to all that the marks choose")
        private boolean yes;

        @Option(names = "--reason", required = true, description = "why, for all to see")
        private String reason = "";
    }

    @Command(
            description =
                    "Count hosts no more, until they poll again; those on their way are left.")
    int retire(
            @Mixin Session session,
            @Mixin AppOption app,
            @Mixin Meant meant,
            @Mixin HostMarks marks)
            throws ApiException, IOException, InterruptedException {
        return tend(session, app, "retire", meant, marks);
    }

    @Command(
            description =
                    "Let hosts begin anew: no attempt is open, no failure keeps them from a release.")
    int reset(
            @Mixin Session session,
            @Mixin AppOption app,
            @Mixin Meant meant,
            @Mixin HostMarks marks)
            throws ApiException, IOException, InterruptedException {
        return tend(session, app, "reset", meant, marks);
    }

    @Command(description = "Remove all that is known of retired hosts.")
    int forget(
            @Mixin Session session,
            @Mixin AppOption app,
            @Mixin Meant meant,
            @Mixin HostMarks marks)
            throws ApiException, IOException, InterruptedException {
        return tend(session, app, "forget", meant, marks);
    }

    @Command(description = "Hosts whose id two machines share.")
    int duplicates(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("duplicates"));
        session.rows(
                answer.value(),
                answer.objects(),
                "machineId",
                "track",
                "version",
                "ip",
                "duplicateSince",
                "lastSeen");
        return 0;
    }

    @Command(
            description =
                    "Take a host for one machine again, after the second one got an id of its own.")
    int trust(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "MACHINE-ID", description = "as duplicates shows it")
                    String id,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place host = app.of(session, api).sub("hosts", id);
        session.answer(api.post(host.sub("trust"), new Body().with("reason", reason)).value());
        return 0;
    }

    private static int tend(
            Session session, AppOption app, String deed, Meant meant, HostMarks marks)
            throws ApiException, IOException, InterruptedException {
        if (meant.ids.isEmpty() == !marks.isSaid()) {
            throw session.usage("name hosts, or choose them by marks such as --group");
        }
        Api api = session.api();
        Place hosts = app.of(session, api).sub("hosts");
        return meant.ids.isEmpty()
                ? tendMany(session, api, hosts.sub(deed), meant, marks)
                : tendEach(session, api, hosts, deed, meant);
    }

    private static int tendEach(Session session, Api api, Place hosts, String deed, Meant meant)
            throws ApiException, InterruptedException {
        List<@Nullable Object> done = new ArrayList<>();
        for (String id : meant.ids) {
            Place host = hosts.sub(id);
            if (deed.equals("forget")) {
                Place forget = host.with("reason", meant.reason);
                api.delete(meant.dryRun ? forget.with("dryRun", true) : forget);
                session.note(id + (meant.dryRun ? " would be forgotten" : " is forgotten"));
            } else {
                Place act = host.sub(deed);
                done.add(
                        api.post(
                                        meant.dryRun ? act.with("dryRun", true) : act,
                                        new Body().with("reason", meant.reason))
                                .value());
            }
        }
        if (!deed.equals("forget")) {
            session.rows(
                    done,
                    JsonObject.list(done),
                    "machineId",
                    "track",
                    "version",
                    "state",
                    "retired");
        }
        return 0;
    }

    /** Looks first: what is done is done to no more hosts than were seen. */
    private static int tendMany(Session session, Api api, Place act, Meant meant, HostMarks marks)
            throws ApiException, InterruptedException {
        boolean forget = act.path().endsWith("/forget");
        Answer seen =
                api.post(act.with("dryRun", true), marks.body(forget).with("reason", meant.reason));
        long matched = Long.parseLong(seen.object().text("matched"));
        if (meant.dryRun || !meant.yes || matched == 0) {
            session.answer(seen.value());
            if (matched > 0) {
                session.note("nothing was done; say --yes to do it");
            }
            return meant.dryRun || matched == 0 ? 0 : 1;
        }
        session.answer(
                api.post(
                                act,
                                marks.body(forget)
                                        .with("atMost", matched)
                                        .with("reason", meant.reason))
                        .value());
        return 0;
    }
}
