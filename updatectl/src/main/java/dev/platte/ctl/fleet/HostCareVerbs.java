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
        String reason = meant.requiredReason(session);
        meant.requireOneWay(session, marks);
        Api api = session.api();
        Place hosts = app.of(session, api).sub("hosts");
        return meant.ids().isEmpty()
                ? meant.tend(
                        session,
                        api,
                        hosts.sub(deed),
                        marks,
                        () ->
                                marks.body(deed.equals("forget") && marks.isSaid())
                                        .with("reason", reason))
                : tendEach(session, api, hosts, deed, meant);
    }

    private static int tendEach(Session session, Api api, Place hosts, String deed, Meant meant)
            throws ApiException, InterruptedException {
        String reason = meant.requiredReason(session);
        List<@Nullable Object> done = new ArrayList<>();
        for (String id : meant.ids()) {
            Place host = hosts.sub(id);
            if (deed.equals("forget")) {
                Place forget = host.with("reason", reason);
                api.delete(meant.dryRun() ? forget.with("dryRun", true) : forget);
                session.note(id + (meant.dryRun() ? " would be forgotten" : " is forgotten"));
            } else {
                Place act = host.sub(deed);
                Body why = new Body().with("reason", reason);
                done.add(api.post(meant.dryRun() ? act.with("dryRun", true) : act, why).value());
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
}
