package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Census;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import dev.platte.web.rollout.OpenRollouts;
import dev.platte.web.rollout.RolloutCard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: what hurts and the button that stops it, then everything else at a glance. */
@Controller
final class OverviewController {

    private static final int APPROVALS = 20;

    private final Catalogue catalogue;
    private final OpenRollouts open;
    private final Census census;
    private final Approvals approvals;
    private final Audit audit;
    private final InstantSource time;

    OverviewController(
            Catalogue catalogue,
            OpenRollouts open,
            Census census,
            Approvals approvals,
            Audit audit,
            InstantSource time) {
        this.catalogue = catalogue;
        this.open = open;
        this.census = census;
        this.approvals = approvals;
        this.audit = audit;
        this.time = time;
    }

    @GetMapping("/")
    String overview(Who who, Model model) {
        List<ApplicationSnapshot> seen = catalogue.applications(who);
        Map<Long, Counts> counts =
                Counts.of(census, seen.stream().map(app -> app.application().id()).toList());
        List<RolloutCard> cards = open.of(seen, counts);
        List<Summary> summaries =
                seen.stream()
                        .map(app -> Summary.of(app, counts.get(app.application().id()), audit))
                        .sorted(Comparator.comparing(Summary::hosts).reversed())
                        .toList();
        model.addAttribute("applications", summaries);
        model.addAttribute("fleet", FleetTotals.of(summaries));
        model.addAttribute("hurting", cards.stream().filter(RolloutCard::hurts).toList());
        model.addAttribute("others", cards.stream().filter(card -> !card.hurts()).toList());
        model.addAttribute("approvals", waiting(seen, who));
        return "release/overview";
    }

    private List<Approval> waiting(List<ApplicationSnapshot> seen, Who who) {
        Instant now = time.instant();
        return approvals.newest(true, null, APPROVALS).stream()
                .filter(asked -> asked.stateAt(now).open())
                .filter(
                        asked ->
                                asked.application() == null
                                        ? who.signedIn()
                                        : seen.stream()
                                                .map(ApplicationSnapshot::application)
                                                .map(Application::key)
                                                .anyMatch(asked.application()::equals))
                .toList();
    }
}
