package dev.platte.web.fleet;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Hosts as a table with filters in the address, a page at a time. */
@Controller
final class HostsController {

    private final Catalogue catalogue;
    private final Fleet fleet;
    private final InstantSource time;

    HostsController(Catalogue catalogue, Fleet fleet, InstantSource time) {
        this.catalogue = catalogue;
        this.fleet = fleet;
        this.time = time;
    }

    @GetMapping("/hosts")
    String hosts(@RequestParam MultiValueMap<String, String> address, Who who, Model model) {
        model.addAttribute("applications", catalogue.applications(who));
        String named = address.getFirst("application");
        Optional<ApplicationSnapshot> application =
                named == null || named.isBlank()
                        ? catalogue.applications(who).stream().findFirst()
                        : Optional.of(catalogue.application(named, who));
        if (application.isEmpty()) {
            return "fleet/no-hosts";
        }
        HostFilter filter = HostFilter.read(application.get(), address);
        List<Host> found = fleet.list(filter.query(HostFilter.PAGE + 1, time.instant()));
        List<Host> shown = found.subList(0, Math.min(HostFilter.PAGE, found.size()));
        VersionSpread spread =
                VersionSpread.of(
                        application.get(), fleet.versions(application.get().application().id()));
        model.addAttribute("owner", application.get());
        model.addAttribute("filter", filter);
        model.addAttribute("spread", spread);
        model.addAttribute("matching", filter.count(spread));
        model.addAttribute(
                "hosts", shown.stream().map(host -> HostLine.of(application.get(), host)).toList());
        model.addAttribute(
                "next",
                found.size() > shown.size()
                        ? filter.after(shown.getLast().key().machineId()).address()
                        : null);
        model.addAttribute("first", filter.after(null).address());
        model.addAttribute("firstGroup", firstGroup(application.get()));
        return "fleet/hosts";
    }

    /** What a new host could ask for. */
    private static String firstGroup(ApplicationSnapshot application) {
        return application.groups().stream().map(Group::track).findFirst().orElse("stable");
    }
}
