package dev.platte.web.fleet;

import dev.platte.db.explain.Explain;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.PastEvent;
import dev.platte.db.request.HostRequests;
import dev.platte.db.rollout.Pins;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One host: what it said, where it is on its way, and all that happened to it. */
@Controller
final class HostController {

    private static final int MAX_EVENTS = 100;
    private static final int MAX_ATTEMPTS = 20;

    private final HostFinder finder;
    private final Fleet fleet;
    private final Explain explain;
    private final Pins pins;
    private final HostRequests requests;

    HostController(
            HostFinder finder, Fleet fleet, Explain explain, Pins pins, HostRequests requests) {
        this.finder = finder;
        this.fleet = fleet;
        this.explain = explain;
        this.pins = pins;
        this.requests = requests;
    }

    /** Its id is a parameter and no part of the path: hosts choose it, slashes and all. */
    @GetMapping("/host")
    String host(
            @RequestParam(defaultValue = "") String application,
            @RequestParam(defaultValue = "") String id,
            @RequestParam(required = false) @Nullable String before,
            Who who,
            Model model) {
        HostFinder.Found found = finder.find(application, id, who);
        ApplicationSnapshot owner = found.owner();
        Host host = found.host();
        List<AttemptLine> attempts = AttemptLine.of(owner, fleet.attempts(host.id(), MAX_ATTEMPTS));
        model.addAttribute("owner", owner);
        model.addAttribute("line", HostLine.of(owner, host));
        explain.of(owner.application(), host.key())
                .ifPresent(
                        explanation -> {
                            model.addAttribute("verdict", Verdict.of(explanation));
                            model.addAttribute("why", WhyLine.of(explanation));
                        });
        List<PastEvent> history = fleet.history(host.id(), instant(before), MAX_EVENTS);
        model.addAttribute("timeline", Timeline.of(history));
        model.addAttribute(
                "older",
                history.size() == MAX_EVENTS
                        ? HostLine.address(host) + "&before=" + history.getLast().at()
                        : null);
        model.addAttribute("lastError", HostLine.words(host.lastError()));
        model.addAttribute("attempts", attempts);
        model.addAttribute("slots", Slots.of(host, attempts));
        model.addAttribute("pin", pins.find(host.key().applicationId(), id).orElse(null));
        requests.find(host, who.identity().permissions())
                .ifPresent(
                        request -> {
                            model.addAttribute("request", request);
                            model.addAttribute("requestText", laidOut(request.text()));
                        });
        return "fleet/host";
    }

    private static @Nullable String laidOut(@Nullable String text) {
        return text == null ? null : RequestText.laidOut(text);
    }

    private static @Nullable Instant instant(@Nullable String said) {
        try {
            return said == null ? null : Instant.parse(said);
        } catch (DateTimeParseException e) {
            throw PageException.badAddress(
                    "The time \"" + HostFinder.brief(said) + "\" cannot be read.",
                    "Write it as 2026-03-01T12:00:00Z, or leave it out for the newest events.");
        }
    }
}
