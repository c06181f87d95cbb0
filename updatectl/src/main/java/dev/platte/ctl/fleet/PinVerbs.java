package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is decided for hosts until a date: for one, for those in a list, for all with some marks.
 */
abstract class PinVerbs extends HostCareVerbs {

    @Command(description = "Keep hosts where they are, or aim them at a version, until a date.")
    int pin(
            @Mixin Session session,
            @Mixin AppOption app,
            @Mixin Meant meant,
            @Mixin PinMarks marks,
            @Option(
                            names = "--until",
                            required = true,
                            paramLabel = "TIME",
                            description = "2027-01-31T00:00:00Z, or from now: P14D, PT12H")
                    String until,
            @Option(
                            names = "--version",
                            description = "what they shall run; default: what they run")
                    Optional<String> version,
            @Option(names = "--arch", description = "needless for hosts that have been seen")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        String end = session.time("--until", until);
        String reason = meant.requiredReason(session);
        meant.requireOneWay(session, marks);
        Api api = session.api();
        Place hosts = app.of(session, api).sub("hosts");
        if (!meant.isOne()) {
            return meant.tend(
                    session,
                    api,
                    hosts.sub("pin"),
                    marks,
                    () -> decided(marks.body(false), end, arch, reason).with("to", version));
        }
        Place pin = hosts.sub(meant.ids().getFirst(), "pin");
        Body body = decided(new Body(), end, arch, reason).with("version", version);
        session.answer(api.put(meant.dryRun() ? pin.with("dryRun", true) : pin, body).value());
        return 0;
    }

    @Command(description = "Let hosts go with their groups again.")
    int unpin(
            @Mixin Session session, @Mixin AppOption app, @Mixin Meant meant, @Mixin PinMarks marks)
            throws ApiException, IOException, InterruptedException {
        meant.requireOneWay(session, marks);
        Optional<String> reason =
                meant.isOne() ? meant.reason() : Optional.of(meant.requiredReason(session));
        Api api = session.api();
        Place hosts = app.of(session, api).sub("hosts");
        if (!meant.isOne()) {
            return meant.tend(
                    session,
                    api,
                    hosts.sub("unpin"),
                    marks,
                    () -> marks.body(false).with("reason", reason));
        }
        String id = meant.ids().getFirst();
        Place pin = hosts.sub(id, "pin");
        Place why = reason.isPresent() ? pin.with("reason", reason.get()) : pin;
        api.delete(meant.dryRun() ? why.with("dryRun", true) : why);
        session.note(id + (meant.dryRun() ? " would go with its group" : " goes with its group"));
        return 0;
    }

    private static Body decided(Body body, String end, Optional<String> arch, String reason) {
        return body.with("until", end).with("arch", arch).with("reason", reason);
    }
}
