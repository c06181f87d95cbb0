package dev.platte.server.api;

import dev.platte.db.care.Deed;
import dev.platte.db.care.Hosts;
import dev.platte.db.care.Tended;
import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators do to hosts: to one by its id, or to all that are named or chosen. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}")
final class HostCareController {

    private final Hosts hosts;
    private final HostCare care;
    private final GoneHosts gone;
    private final Lookup lookup;
    private final InstantSource time;

    HostCareController(
            Hosts hosts, HostCare care, GoneHosts gone, Lookup lookup, InstantSource time) {
        this.hosts = hosts;
        this.care = care;
        this.gone = gone;
        this.lookup = lookup;
        this.time = time;
    }

    /** Counts a host no more, until it polls again. */
    @PostMapping("/hosts/{machineId}/retire")
    HostView retire(
            @PathVariable String app,
            @PathVariable String machineId,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return HostView.of(
                care.retire(key(app, machineId), ApiRequest.caller(request, fields.reason())));
    }

    /**
     * Lets a host begin anew. An open attempt ends uncounted and gives its slot back; what the host
     * could not install before keeps it from no release any more. What the host itself remembers
     * stays.
     */
    @PostMapping("/hosts/{machineId}/reset")
    HostView reset(
            @PathVariable String app,
            @PathVariable String machineId,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return HostView.of(
                hosts.reset(key(app, machineId), ApiRequest.caller(request, fields.reason())));
    }

    /** Takes a host for one machine again, after the second one was given an id of its own. */
    @PostMapping("/hosts/{machineId}/trust")
    HostView trust(
            @PathVariable String app,
            @PathVariable String machineId,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return HostView.of(
                care.trustAgain(key(app, machineId), ApiRequest.caller(request, fields.reason())));
    }

    /**
     * Removes all that is known of a retired host but the audit trail.
     *
     * @param reason why, for all to see
     */
    @DeleteMapping("/hosts/{machineId}")
    @Gives(204)
    ResponseEntity<Void> forget(
            @PathVariable String app,
            @PathVariable String machineId,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        gone.forget(key(app, machineId), ApiRequest.caller(request, reason));
        return ResponseEntity.noContent().build();
    }

    /** Retires many hosts; those on their way are left. */
    @PostMapping("/hosts/retire")
    Tended retireMany(
            @PathVariable String app,
            @Takes(HostBodies.ManyHosts.class) Fields fields,
            HttpServletRequest request) {
        return tend(Deed.RETIRE, app, fields, request);
    }

    /** Lets many hosts begin anew. */
    @PostMapping("/hosts/reset")
    Tended resetMany(
            @PathVariable String app,
            @Takes(HostBodies.ManyHosts.class) Fields fields,
            HttpServletRequest request) {
        return tend(Deed.RESET, app, fields, request);
    }

    /** Removes all that is known of many retired hosts; for those the choice says retired. */
    @PostMapping("/hosts/forget")
    Tended forgetMany(
            @PathVariable String app,
            @Takes(HostBodies.ManyHosts.class) Fields fields,
            HttpServletRequest request) {
        return tend(Deed.FORGET, app, fields, request);
    }

    /** Hosts whose id two machines share, by machine id. */
    @GetMapping("/duplicates")
    List<HostView> duplicates(@PathVariable String app) {
        return care.duplicates(lookup.application(app).id()).stream().map(HostView::of).toList();
    }

    private Tended tend(Deed deed, String app, Fields fields, HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        ManyChoice choice = ManyChoice.of(fields);
        return hosts.tend(
                deed,
                choice.which(application, lookup, time.instant()),
                choice.atMost(Hosts.MOST, caller.dryRun()),
                caller);
    }

    private HostKey key(String app, String machineId) {
        return HostController.key(lookup.application(app), machineId)
                .orElseThrow(() -> HostController.unknown(machineId));
    }
}
