package dev.platte.web.fleet;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.PastEvent;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.web.page.PageException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
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

    private final SnapshotSource catalogue;
    private final Fleet fleet;

    HostController(SnapshotSource catalogue, Fleet fleet) {
        this.catalogue = catalogue;
        this.fleet = fleet;
    }

    /** Its id is a parameter and no part of the path: hosts choose it, slashes and all. */
    @GetMapping("/host")
    String host(
            @RequestParam(defaultValue = "") String application,
            @RequestParam(defaultValue = "") String id,
            @RequestParam(required = false) @Nullable String before,
            Model model) {
        ApplicationSnapshot found =
                catalogue.current().applications().stream()
                        .filter(
                                known ->
                                        application.equals(Long.toString(known.application().id())))
                        .findFirst()
                        .orElseThrow(() -> unknown(id));
        Host host = find(found, id).orElseThrow(() -> unknown(id));
        model.addAttribute("owner", found);
        model.addAttribute("line", HostLine.of(found, host));
        List<PastEvent> history = fleet.history(host.id(), instant(before), MAX_EVENTS);
        model.addAttribute("timeline", Timeline.of(history));
        model.addAttribute(
                "older",
                history.size() == MAX_EVENTS
                        ? HostLine.address(host) + "&before=" + history.getLast().at()
                        : null);
        model.addAttribute("lastError", HostLine.words(host.lastError()));
        model.addAttribute(
                "attempts", AttemptLine.of(found, fleet.attempts(host.id(), MAX_ATTEMPTS)));
        model.addAttribute("target", Target.of(found, host).orElse(null));
        return "fleet/host";
    }

    private static @Nullable Instant instant(@Nullable String said) {
        try {
            return said == null ? null : Instant.parse(said);
        } catch (DateTimeParseException e) {
            throw PageException.badAddress(
                    "The time \"" + brief(said) + "\" cannot be read.",
                    "Write it as 2026-03-01T12:00:00Z, or leave it out for the newest events.");
        }
    }

    private Optional<Host> find(ApplicationSnapshot application, String id) {
        boolean possible =
                !id.isEmpty() && id.length() <= HostKey.MAX_MACHINE_ID && id.indexOf('\0') < 0;
        return possible
                ? fleet.find(new HostKey(application.application().id(), id))
                : Optional.empty();
    }

    private static PageException unknown(String id) {
        return PageException.notFound(
                "There is no host \"" + brief(id) + "\" here.",
                "A host appears with its first poll. Look for it by the beginning of its id on the page"
                        + " of hosts.");
    }

    private static String brief(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + "...";
    }
}
