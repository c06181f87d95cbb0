package dev.platte.web.rollout;

import dev.platte.db.fleet.Census;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The rollouts of an application: what is open, and what has been. */
@Controller
final class RolloutsController {

    private static final int PAGE = 50;

    private final Catalogue catalogue;
    private final Rollouts rollouts;
    private final Census census;
    private final OpenRollouts opened;

    RolloutsController(Catalogue catalogue, Rollouts rollouts, Census census, OpenRollouts opened) {
        this.catalogue = catalogue;
        this.rollouts = rollouts;
        this.census = census;
        this.opened = opened;
    }

    @GetMapping("/applications/{id}/rollouts")
    String rollouts(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long group,
            @RequestParam(required = false) @Nullable Long below,
            Who who,
            Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        long application = owner.application().id();
        Counts counts = Counts.of(census, application);
        List<Rollout> found = rollouts.list(application, group, below, PAGE + 1);
        List<Rollout> shown = found.subList(0, Math.min(PAGE, found.size()));
        List<RolloutCard> open =
                below == null
                        ? opened.of(owner, counts).stream()
                                .filter(card -> group == null || card.rollout().groupId() == group)
                                .toList()
                        : List.of();
        model.addAttribute("owner", owner);
        model.addAttribute("group", group);
        model.addAttribute("open", open);
        model.addAttribute(
                "past",
                shown.stream()
                        .filter(rollout -> !rollout.state().rolling())
                        .map(rollout -> RolloutCard.of(owner, rollout, counts, List.of()))
                        .toList());
        model.addAttribute("next", found.size() > PAGE ? shown.getLast().id() : null);
        return "rollout/rollouts";
    }
}
