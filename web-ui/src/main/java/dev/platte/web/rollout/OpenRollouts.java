package dev.platte.web.rollout;

import dev.platte.db.fleet.Failures;
import dev.platte.db.rollout.Place;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The rollouts that have not ended, as cards; those that hurt most first. */
@Component
public final class OpenRollouts {

    private final Rollouts rollouts;
    private final Failures failures;

    OpenRollouts(Rollouts rollouts, Failures failures) {
        this.rollouts = rollouts;
        this.failures = failures;
    }

    /** Those of one application. */
    public List<RolloutCard> of(ApplicationSnapshot application, Counts counts) {
        return of(List.of(application), Map.of(application.application().id(), counts));
    }

    /**
     * Those of several applications, read at once.
     *
     * @param counts of each application, by its number
     */
    public List<RolloutCard> of(List<ApplicationSnapshot> applications, Map<Long, Counts> counts) {
        List<Rollout> rolling =
                rollouts.current().stream()
                        .filter(rollout -> rollout.place() == Place.ROLLING)
                        .filter(rollout -> counts.containsKey(rollout.applicationId()))
                        .toList();
        List<Failures.Cause> causes = failures.causes(rolling.stream().map(Rollout::id).toList());
        return applications.stream()
                .flatMap(
                        application -> {
                            long id = application.application().id();
                            return rolling.stream()
                                    .filter(rollout -> rollout.applicationId() == id)
                                    .map(
                                            rollout ->
                                                    RolloutCard.of(
                                                            application,
                                                            rollout,
                                                            counts.get(id),
                                                            causes));
                        })
                .sorted(RolloutCard.WORST_FIRST)
                .toList();
    }
}
