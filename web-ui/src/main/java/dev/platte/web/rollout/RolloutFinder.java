package dev.platte.web.rollout;

import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds rollouts by what addresses call them, of applications that somebody sees. */
@Component
final class RolloutFinder {

    private final Rollouts rollouts;
    private final Catalogue catalogue;

    RolloutFinder(Rollouts rollouts, Catalogue catalogue) {
        this.rollouts = rollouts;
        this.catalogue = catalogue;
    }

    /** A rollout as it is now. */
    record Found(ApplicationSnapshot owner, Rollout rollout) {}

    Found find(String uid, Who who) {
        return parsed(uid)
                .flatMap(rollouts::find)
                .flatMap(
                        rollout ->
                                catalogue
                                        .find(rollout.applicationId(), who)
                                        .map(owner -> new Found(owner, rollout)))
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no such rollout.",
                                        "The pages of applications list their rollouts."));
    }

    private static Optional<UUID> parsed(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
