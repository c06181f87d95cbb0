package dev.platte.server.api;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.request.HostRequests;
import dev.platte.db.request.KeptRequest;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a host last sent, word for word. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/hosts/{machineId}")
final class HostRequestController {

    private final HostRequests requests;
    private final Fleet fleet;
    private final Lookup lookup;

    HostRequestController(HostRequests requests, Fleet fleet, Lookup lookup) {
        this.requests = requests;
        this.fleet = fleet;
        this.lookup = lookup;
    }

    /**
     * The last request that said something new; polls that only repeat it are not kept. Its text is
     * left out for those who may not see all applications that it speaks of.
     */
    @GetMapping("/request")
    KeptRequest request(@PathVariable String app, @PathVariable String machineId) {
        return requests.find(host(app, machineId), ApiRequest.identity().permissions())
                .orElseThrow(
                        () ->
                                Lookup.missing(
                                        "host-request-unknown",
                                        "No request of this host was kept yet; ask for its next one."));
    }

    /** Has the next request of the host kept, whatever it says. */
    @PostMapping("/record")
    HostView record(
            @PathVariable String app,
            @PathVariable String machineId,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        Host host = host(app, machineId);
        requests.recordNext(host, ApiRequest.caller(request, fields.reason()));
        return HostView.of(host);
    }

    private Host host(String app, String machineId) {
        return HostController.key(lookup.application(app), machineId)
                .flatMap(fleet::find)
                .orElseThrow(() -> HostController.unknown(machineId));
    }
}
