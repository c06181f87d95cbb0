package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Rollouts: where they are, and how people stop and resume them. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/rollouts")
final class RolloutController {

    private final Rollouts rollouts;
    private final Lookup lookup;
    private final Labels labels;
    private final InstantSource clock;

    RolloutController(Rollouts rollouts, Lookup lookup, Labels labels, InstantSource clock) {
        this.rollouts = rollouts;
        this.lookup = lookup;
        this.labels = labels;
        this.clock = clock;
    }

    /** One page, the newest first; the header Link names the next. */
    @GetMapping
    ResponseEntity<List<RolloutView>> list(
            @PathVariable String app,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Group members = group == null ? null : lookup.group(application, group);
        List<Rollout> found =
                rollouts.list(
                        application.id(),
                        members == null ? null : members.id(),
                        state == null ? null : state(state),
                        cursor,
                        Pages.checked(limit) + 1);
        return Pages.of(
                request,
                found,
                limit,
                row -> view(application, row),
                row -> Long.toString(row.id()));
    }

    /** One rollout with its history. */
    @GetMapping("/{rollout}")
    ResponseEntity<RolloutView.Detail> get(@PathVariable String app, @PathVariable String rollout) {
        Application application = lookup.application(app);
        Rollout found = find(application, rollout);
        List<RolloutView.EventView> history =
                rollouts.history(found.id()).stream().map(RolloutController::view).toList();
        return Answers.counted(
                new RolloutView.Detail(view(application, found), history),
                found.revision(),
                List.of(found.counted(), history.size()));
    }

    /** Moves no further host until it is resumed. */
    @PostMapping("/{rollout}/pause")
    @Guarded
    ResponseEntity<RolloutView> pause(
            @PathVariable String app,
            @PathVariable String rollout,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return change(app, rollout, fields, request, rollouts::pause);
    }

    /** Also after a halt: what failed until now is forgiven then. */
    @PostMapping("/{rollout}/resume")
    @Guarded
    ResponseEntity<RolloutView> resume(
            @PathVariable String app,
            @PathVariable String rollout,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return change(app, rollout, fields, request, rollouts::resume);
    }

    /** Stops a rollout as its failure bound does. */
    @PostMapping("/{rollout}/halt")
    @Guarded
    ResponseEntity<RolloutView> halt(
            @PathVariable String app,
            @PathVariable String rollout,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return change(app, rollout, fields, request, rollouts::halt);
    }

    /** Gives the rest of the group what the rollout leads to, without ramp and canaries. */
    @PostMapping("/{rollout}/complete")
    @Guarded
    ResponseEntity<RolloutView> complete(
            @PathVariable String app,
            @PathVariable String rollout,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return change(app, rollout, fields, request, rollouts::complete);
    }

    private interface Verb {
        Rollout on(long id, long seen, Caller caller);
    }

    private ResponseEntity<RolloutView> change(
            String app, String rollout, Fields fields, HttpServletRequest request, Verb verb) {
        Application application = lookup.application(app);
        Rollout found = find(application, rollout);
        Rollout after =
                verb.on(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.counted(view(application, after), after.revision(), after.counted());
    }

    private Rollout find(Application application, String rollout) {
        UUID uid;
        try {
            uid = UUID.fromString(rollout);
        } catch (IllegalArgumentException e) {
            throw unknown(rollout);
        }
        return rollouts.find(uid)
                .filter(found -> found.applicationId() == application.id())
                .orElseThrow(() -> unknown(rollout));
    }

    private RolloutView view(Application application, Rollout row) {
        return RolloutView.of(
                row,
                labels.track(application, row.groupId()),
                labels.version(application, row.packageId()),
                labels.version(application, row.previousPackageId()),
                clock.instant());
    }

    private static RolloutView.EventView view(RolloutEvent event) {
        return new RolloutView.EventView(
                event.at(),
                event.what(),
                event.who(),
                event.reason(),
                event.facts() == null ? null : JsonMapper.shared().readTree(event.facts()));
    }

    private static RolloutState state(String text) {
        try {
            return RolloutState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "state-invalid",
                    "There is no state "
                            + text
                            + "; states are running, paused, halted, completed and superseded.");
        }
    }

    private static ProblemException unknown(String rollout) {
        return Lookup.missing("rollout-unknown", "The application has no rollout " + rollout + ".");
    }
}
