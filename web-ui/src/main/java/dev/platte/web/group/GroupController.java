package dev.platte.web.group;

import dev.platte.db.fleet.Census;
import dev.platte.db.fleet.Samples;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Policies;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.fleet.VersionSpread;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import dev.platte.web.rollout.OpenRollouts;
import dev.platte.web.window.Week;
import java.time.InstantSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The groups of an application, and one of them. */
@Controller
final class GroupController {

    private final Catalogue catalogue;
    private final Policies policies;
    private final OpenRollouts open;
    private final Census census;
    private final Samples samples;
    private final InstantSource time;

    GroupController(
            Catalogue catalogue,
            Policies policies,
            OpenRollouts open,
            Census census,
            Samples samples,
            InstantSource time) {
        this.catalogue = catalogue;
        this.policies = policies;
        this.open = open;
        this.census = census;
        this.samples = samples;
        this.time = time;
    }

    @GetMapping("/applications/{id}/groups")
    String groups(@PathVariable String id, Who who, Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        Counts counts = Counts.of(census, owner.application().id());
        VersionSpread spread = VersionSpread.of(owner, counts.versions());
        model.addAttribute("owner", owner);
        model.addAttribute(
                "groups",
                owner.groups().stream()
                        .map(group -> GroupLine.of(group, owner.policy(group), counts, spread))
                        .toList());
        return "group/groups";
    }

    @GetMapping("/groups/{id}")
    String group(
            @PathVariable String id,
            @RequestParam(defaultValue = "DAY") GroupFigures.Period period,
            Who who,
            Model model) {
        Catalogue.Member found = catalogue.group(id, who);
        ApplicationSnapshot owner = found.application();
        Group group = found.group();
        Counts counts = Counts.of(census, owner.application().id());
        Policies.Stored stored = policies.of(group.id());
        model.addAttribute("owner", owner);
        model.addAttribute("group", group);
        model.addAttribute("policy", stored.policy());
        model.addAttribute(
                "line",
                GroupLine.of(
                        group,
                        stored.policy(),
                        counts,
                        VersionSpread.of(owner, counts.versions())));
        model.addAttribute("spread", VersionSpread.of(owner, counts.in(group.id()).versions()));
        model.addAttribute("week", Week.of(stored.policy().windows(), time.instant()));
        model.addAttribute(
                "rolling",
                open.of(owner, counts).stream()
                        .filter(card -> card.rollout().groupId() == group.id())
                        .toList());
        model.addAttribute("period", period);
        model.addAttribute("periods", GroupFigures.Period.values());
        model.addAttribute("chart", GroupFigures.versions(samples, group, period, time.instant()));
        return "group/group";
    }
}
