package dev.platte.web.rollout;

import dev.platte.db.fleet.Census;
import dev.platte.db.fleet.Failures;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.Samples;
import dev.platte.db.promotion.Promotions;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import dev.platte.db.rollout.Rollouts;
import dev.platte.policy.estimate.Forecast;
import dev.platte.web.fleet.Counts;
import dev.platte.web.fleet.HostLine;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One rollout: how far, how fast, how well, and what people and rules did to it. */
@Controller
final class RolloutController {

    private static final int HOSTS = 50;

    private final RolloutFinder finder;
    private final Rollouts rollouts;
    private final Census census;
    private final Failures failures;
    private final Samples samples;
    private final Promotions promotions;
    private final InstantSource time;

    RolloutController(
            RolloutFinder finder,
            Rollouts rollouts,
            Census census,
            Failures failures,
            Samples samples,
            Promotions promotions,
            InstantSource time) {
        this.finder = finder;
        this.rollouts = rollouts;
        this.census = census;
        this.failures = failures;
        this.samples = samples;
        this.promotions = promotions;
        this.time = time;
    }

    @GetMapping("/rollouts/{uid}")
    String rollout(@PathVariable String uid, Who who, Model model) {
        RolloutFinder.Found found = finder.find(uid, who);
        Rollout rollout = found.rollout();
        RolloutCard card =
                RolloutCard.of(
                        found.owner(),
                        rollout,
                        Counts.of(census, rollout.applicationId()),
                        failures.causes(List.of(rollout.id())));
        List<RolloutEvent> history = rollouts.history(rollout.id());
        RolloutCharts charts =
                new RolloutCharts(
                        rollout, samples.ofRollout(rollout.uid()), history, time.instant());
        long hosts = card.toMove();
        model.addAttribute("owner", found.owner());
        model.addAttribute("card", card);
        model.addAttribute("open", charts.open());
        model.addAttribute("perHour", charts.perHour());
        model.addAttribute("forecast", forecast(card, hosts).orElse(null));
        model.addAttribute("charts", List.of(charts.ramp(hosts), charts.states()));
        model.addAttribute(
                "log",
                history.reversed().stream()
                        .map(event -> LogLine.of(event, rollout.pace().ramp()))
                        .toList());
        return "rollout/rollout";
    }

    private Optional<Forecast> forecast(RolloutCard card, long hosts) {
        return card.running() && card.group() != null
                ? promotions.end(card.rollout(), card.group(), hosts, card.begun())
                : Optional.empty();
    }

    /** The hosts behind a cause. */
    @GetMapping("/rollouts/{uid}/failures")
    String failures(
            @PathVariable String uid,
            @RequestParam(defaultValue = "FAILED") HostState state,
            @RequestParam(required = false) @Nullable Long code,
            @RequestParam(required = false) @Nullable Long below,
            Who who,
            Model model) {
        RolloutFinder.Found found = finder.find(uid, who);
        if (state != HostState.FAILED
                && state != HostState.FELL_BACK
                && state != HostState.TIMED_OUT) {
            throw PageException.badAddress(
                    "Attempts in this state have not failed.",
                    "Choose one of the causes on the rollout's page.");
        }
        List<Failures.FailedHost> hosts =
                failures.hosts(found.rollout().id(), state, code, below, HOSTS + 1);
        List<Failures.FailedHost> shown = hosts.subList(0, Math.min(HOSTS, hosts.size()));
        Failures.Cause cause =
                new Failures.Cause(found.rollout().id(), state, code, 0, time.instant());
        model.addAttribute("owner", found.owner());
        model.addAttribute("rollout", found.rollout());
        model.addAttribute("state", state);
        model.addAttribute("code", code);
        model.addAttribute("words", RolloutCard.words(cause));
        model.addAttribute(
                "hosts",
                shown.stream()
                        .map(each -> new FailedLine(HostLine.of(found.owner(), each.host()), each))
                        .toList());
        model.addAttribute(
                "next", hosts.size() > shown.size() ? shown.getLast().attemptId() : null);
        return "rollout/failures";
    }

    /** A host that failed, in a table. */
    record FailedLine(HostLine line, Failures.FailedHost failed) {}
}
