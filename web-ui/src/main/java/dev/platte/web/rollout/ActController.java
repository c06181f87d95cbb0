package dev.platte.web.rollout;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.fleet.Census;
import dev.platte.db.fleet.Failures;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.web.fleet.Counts;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Pauses, resumes, halts and completes rollouts, each with a reason. */
@Controller
final class ActController {

    private final RolloutFinder finder;
    private final Rollouts rollouts;
    private final Census census;
    private final Failures failures;
    private final Forms forms;

    ActController(
            RolloutFinder finder,
            Rollouts rollouts,
            Census census,
            Failures failures,
            Forms forms) {
        this.finder = finder;
        this.rollouts = rollouts;
        this.census = census;
        this.failures = failures;
        this.forms = forms;
    }

    @GetMapping("/rollouts/{uid}/{name:pause|resume|halt|complete}")
    String ask(@PathVariable String uid, @PathVariable String name, Who who, Model model) {
        RolloutFinder.Found found = finder.find(uid, who);
        who.require(VerbGroup.ROLLOUT, found.owner().application());
        model.addAttribute("owner", found.owner());
        model.addAttribute("act", act(name));
        model.addAttribute(
                "card",
                RolloutCard.of(
                        found.owner(),
                        found.rollout(),
                        Counts.of(census, found.rollout().applicationId()),
                        failures.causes(List.of(found.rollout().id()))));
        return "rollout/act";
    }

    @PostMapping("/rollouts/{uid}/{name:pause|resume|halt|complete}")
    ResponseEntity<Void> act(@PathVariable String uid, @PathVariable String name, Sent sent) {
        RolloutFinder.Found found = finder.find(uid, sent.who());
        sent.who().require(VerbGroup.ROLLOUT, found.owner().application());
        Act act = act(name);
        Rollout before = found.rollout();
        return forms.once(
                sent,
                "rollout/" + before.id(),
                () -> done(act, before, run(act, before.id(), sent.seen(), sent.caller())));
    }

    private Rollout run(Act act, long id, long seen, Caller caller) {
        return switch (act) {
            case PAUSE -> rollouts.pause(id, seen, caller);
            case RESUME -> rollouts.resume(id, seen, caller);
            case HALT -> rollouts.halt(id, seen, caller);
            case COMPLETE -> rollouts.complete(id, seen, caller);
        };
    }

    private static Done done(Act act, Rollout before, Rollout after) {
        String path = "/rollouts/" + after.uid();
        Done done = Done.at(path, act.done() + ". " + act.meaning());
        return switch (act) {
            case PAUSE ->
                    done.undoneBy(
                            path + "/resume", after.revision(), "taken back: paused by mistake");
            case RESUME ->
                    before.state() == RolloutState.PAUSED
                            ? done.undoneBy(
                                    path + "/pause",
                                    after.revision(),
                                    "taken back: " + before.stateReason())
                            : done;
            case HALT ->
                    done.undoneBy(
                            path + "/resume", after.revision(), "taken back: halted by mistake");
            case COMPLETE -> done;
        };
    }

    private static Act act(String name) {
        return Act.of(name)
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "Nothing like this is done to rollouts.",
                                        "The page of the rollout has buttons for what is."));
    }
}
