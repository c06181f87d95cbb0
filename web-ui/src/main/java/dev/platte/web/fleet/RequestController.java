package dev.platte.web.fleet;

import dev.platte.db.request.HostRequests;
import dev.platte.db.request.KeptRequest;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A host's last request as a file: byte for byte, where the page lays it out. */
@Controller
final class RequestController {

    private final HostFinder finder;
    private final HostRequests requests;

    RequestController(HostFinder finder, HostRequests requests) {
        this.finder = finder;
        this.requests = requests;
    }

    /** Never as XML: what hosts send must not come to life in a browser. */
    @GetMapping("/host/request")
    ResponseEntity<String> request(
            @RequestParam String application, @RequestParam String id, Who who) {
        String text =
                requests.find(
                                finder.find(application, id, who).host(),
                                who.identity().permissions())
                        .map(KeptRequest::text)
                        .flatMap(Optional::ofNullable)
                        .orElseThrow(
                                () ->
                                        PageException.notFound(
                                                "There is no request of this host to be shown.",
                                                "One is kept when the host next says something new."));
        return ResponseEntity.ok()
                .header("Content-Type", "text/plain; charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"request.txt\"")
                .header("Cache-Control", "no-store")
                .body(text);
    }
}
