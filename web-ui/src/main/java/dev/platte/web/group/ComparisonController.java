package dev.platte.web.group;

import dev.platte.db.fleet.Census;
import dev.platte.db.rollout.Policies;
import dev.platte.web.fleet.Counts;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Two groups of an application beside each other. */
@Controller
final class ComparisonController {

    private final Catalogue catalogue;
    private final Policies policies;
    private final Census census;

    ComparisonController(Catalogue catalogue, Policies policies, Census census) {
        this.catalogue = catalogue;
        this.policies = policies;
        this.census = census;
    }

    @GetMapping("/groups/compare")
    String compare(
            @RequestParam String a,
            @RequestParam(required = false) @Nullable String b,
            Who who,
            Model model) {
        Catalogue.Member one = catalogue.group(a, who);
        Catalogue.Member two = b == null ? another(one) : catalogue.group(b, who);
        if (two.group().applicationId() != one.group().applicationId()) {
            throw PageException.badAddress(
                    "These are groups of two applications.", "Compare two of one application.");
        }
        model.addAttribute("owner", one.application());
        model.addAttribute("one", one.group());
        model.addAttribute("two", two.group());
        model.addAttribute("rows", Comparison.of(side(one), side(two)));
        return "group/compare";
    }

    private static Catalogue.Member another(Catalogue.Member one) {
        return one.application().groups().stream()
                .filter(group -> group.id() != one.group().id())
                .findFirst()
                .map(group -> new Catalogue.Member(one.application(), group))
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no other group to compare it with.",
                                        "Make one on the page of the application's groups."));
    }

    private Comparison.Side side(Catalogue.Member member) {
        Counts counts = Counts.of(census, member.application().application().id());
        return new Comparison.Side(
                member.group(),
                policies.of(member.group().id()).policy(),
                counts.in(member.group().id()));
    }
}
