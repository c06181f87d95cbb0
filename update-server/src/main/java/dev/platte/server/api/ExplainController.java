package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.explain.Explain;
import dev.platte.db.explain.Explanation;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Group;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Move;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Why a host gets what it gets: the answer of the poll, asked by a person. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/hosts/{machineId}/explain")
final class ExplainController {

    /** What a poll of the host would be answered now. */
    enum Outcome {
        OFFER,
        UP_TO_DATE,
        NOT_NOW,
        /** Its track names no group. */
        NO_GROUP
    }

    /**
     * The answer.
     *
     * @param passes it holds, and time alone ends all that holds it
     * @param sentence all reasons for people
     */
    record ExplanationView(
            String machineId,
            String version,
            @Nullable String arch,
            String track,
            @Nullable String group,
            HostState state,
            Instant lastSeen,
            Outcome outcome,
            @Nullable MoveView move,
            boolean passes,
            String sentence,
            List<ReasonView> reasons) {}

    /**
     * The step that it is about.
     *
     * @param to what the host gets next
     * @param target where the way leads
     * @param delta a delta leads there; it is given to a host that says {@code delta_okay}
     */
    record MoveView(
            String to, String target, @Nullable String rollout, boolean downgrade, boolean delta) {

        static MoveView of(Move move) {
            return new MoveView(
                    move.to().version().text(),
                    move.target().version().text(),
                    move.rolloutId(),
                    move.downgrade(),
                    move.delta());
        }
    }

    private final Explain explain;
    private final Lookup lookup;

    ExplainController(Explain explain, Lookup lookup) {
        this.explain = explain;
        this.lookup = lookup;
    }

    /** For a poll by timer, without wishes of its own. */
    @GetMapping
    ExplanationView explain(@PathVariable String app, @PathVariable String machineId) {
        Application application = lookup.application(app);
        return HostController.key(application, machineId)
                .flatMap(key -> explain.of(application, key))
                .map(ExplainController::answer)
                .orElseThrow(() -> HostController.unknown(machineId));
    }

    private static ExplanationView answer(Explanation found) {
        Host host = found.host();
        Group group = found.group();
        Move move = found.move();
        return new ExplanationView(
                host.key().machineId(),
                host.facts().version(),
                host.facts().arch(),
                host.facts().track(),
                group == null ? null : group.track(),
                host.state(),
                host.lastSeen(),
                outcome(found.decision()),
                move == null ? null : MoveView.of(move),
                found.passes(),
                found.sentence(),
                found.reasons().stream().map(ReasonView::of).toList());
    }

    private static Outcome outcome(Decision.@Nullable Settled decision) {
        return switch (decision) {
            case null -> Outcome.NO_GROUP;
            case Decision.Offer _ -> Outcome.OFFER;
            case Decision.UpToDate _ -> Outcome.UP_TO_DATE;
            case Decision.NotNow _ -> Outcome.NOT_NOW;
        };
    }
}
