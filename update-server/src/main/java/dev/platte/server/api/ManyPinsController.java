package dev.platte.server.api;

import dev.platte.db.care.Hosts;
import dev.platte.db.care.PinnedHosts;
import dev.platte.db.care.Tended;
import dev.platte.db.catalog.Application;
import dev.platte.db.rollout.Pins;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What operators decide for many hosts at once: for all of them or for none. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/hosts")
final class ManyPinsController {

    /**
     * What was done.
     *
     * @param matched hosts that were meant
     * @param done hosts that are pinned now
     * @param unseen those among them that were never seen: meant for the future, or misspelt
     * @param machines the first of them, at most twenty
     */
    record ManyPinned(long matched, long done, long unseen, List<String> machines) {}

    private final PinnedHosts pinned;
    private final Lookup lookup;
    private final InstantSource time;

    ManyPinsController(PinnedHosts pinned, Lookup lookup, InstantSource time) {
        this.pinned = pinned;
        this.lookup = lookup;
        this.time = time;
    }

    /**
     * Keeps many hosts where they are, or with {@code to} aims each at the package of its
     * architecture, in place of what was decided before.
     */
    @PostMapping("/pin")
    ManyPinned pin(
            @PathVariable String app,
            @Takes(HostBodies.ManyNewPins.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        ManyChoice choice = ManyChoice.of(fields);
        PinnedHosts.Pinned done =
                pinned.pin(
                        choice.which(application, lookup, time.instant()),
                        new PinnedHosts.Target(
                                fields.optional("to").orElse(null),
                                fields.optional("arch").orElse(null),
                                PinController.instant(fields.required("until"))),
                        choice.atMost(Pins.MOST, caller.dryRun()),
                        caller);
        Tended tended = done.tended();
        return new ManyPinned(tended.matched(), tended.done(), done.unseen(), tended.machines());
    }

    /** Lets many hosts go with their groups again; those that were not pinned are left. */
    @PostMapping("/unpin")
    Tended unpin(
            @PathVariable String app,
            @Takes(HostBodies.ManyHosts.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        ManyChoice choice = ManyChoice.of(fields);
        return pinned.unpin(
                choice.which(application, lookup, time.instant()),
                choice.atMost(Hosts.MOST, caller.dryRun()),
                caller);
    }
}
