package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostState;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.VersionSpread;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One application: its channels, packages, groups and the keys it trusts. */
@Controller
final class ApplicationController {

    private static final int MAX_VERSIONS = 40;

    private final Catalogue catalogue;
    private final Catalog catalog;
    private final Fleet fleet;
    private final Audit audit;

    ApplicationController(Catalogue catalogue, Catalog catalog, Fleet fleet, Audit audit) {
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.fleet = fleet;
        this.audit = audit;
    }

    /** By number: an appid may hold any character, also those that no path takes. */
    @GetMapping("/applications/{id}")
    String application(@PathVariable String id, Who who, Model model) {
        ApplicationSnapshot found = catalogue.application(id, who);
        VersionSpread spread = VersionSpread.of(found, fleet.versions(found.application().id()));
        model.addAttribute("owner", found);
        model.addAttribute("app", found.application());
        model.addAttribute("channels", ChannelBoard.of(found, audit));
        model.addAttribute("spread", spread);
        List<VersionSpread.Row> rows = spread.rows();
        List<VersionSpread.Row> shown = rows.subList(0, Math.min(MAX_VERSIONS, rows.size()));
        model.addAttribute("versions", shown);
        model.addAttribute("moreVersions", rows.size() - shown.size());
        model.addAttribute(
                "states",
                Arrays.stream(HostState.values())
                        .filter(state -> spread.hosts(state) > 0)
                        .toList());
        model.addAttribute("packages", PackageLine.of(found, spread));
        model.addAttribute("groups", GroupLine.of(found, spread));
        model.addAttribute("keys", catalog.keys(found.application().id()));
        return "release/application";
    }
}
