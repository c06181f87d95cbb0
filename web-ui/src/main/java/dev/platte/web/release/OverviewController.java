package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.web.rollout.RolloutLine;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: every application, where its channels point and what its hosts run. */
@Controller
final class OverviewController {

    /** What hurts is seen first; then what is large. */
    private static final Comparator<Summary> WORST_FIRST =
            Comparator.comparing(Summary::halted)
                    .thenComparing(summary -> summary.spread().hurt())
                    .thenComparing(summary -> summary.spread().hosts())
                    .reversed();

    private final SnapshotSource catalogue;
    private final Rollouts rollouts;
    private final Fleet fleet;
    private final Audit audit;

    OverviewController(SnapshotSource catalogue, Rollouts rollouts, Fleet fleet, Audit audit) {
        this.rollouts = rollouts;
        this.catalogue = catalogue;
        this.fleet = fleet;
        this.audit = audit;
    }

    @GetMapping("/")
    String overview(Model model) {
        CatalogSnapshot snapshot = catalogue.current();
        List<Rollout> current = rollouts.current();
        List<Summary> summaries =
                snapshot.applications().stream()
                        .map(application -> summary(application, current))
                        .sorted(WORST_FIRST)
                        .toList();
        model.addAttribute("applications", summaries);
        model.addAttribute("fleet", FleetTotals.of(summaries));
        return "release/overview";
    }

    private Summary summary(ApplicationSnapshot application, List<Rollout> current) {
        return Summary.of(application, RolloutLine.of(application, current), fleet, audit);
    }
}
