package dev.platte.web.page;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.approval.Approvals;
import dev.platte.db.catalog.Application;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The way around, as somebody sees it: their applications, and what waits for an answer. */
@Component
final class Ways {

    private static final Logger LOG = LoggerFactory.getLogger(Ways.class);
    private static final int MOST_APPLICATIONS = 12;
    private static final int MOST_APPROVALS = 100;
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Approvals approvals;
    private final Rollouts rollouts;
    private final InstantSource time;
    private final AtomicReference<@Nullable Counted> counted = new AtomicReference<>();

    Ways(Catalogue catalogue, Approvals approvals, Rollouts rollouts, InstantSource time) {
        this.catalogue = catalogue;
        this.approvals = approvals;
        this.rollouts = rollouts;
        this.time = time;
    }

    /** What the way around counts, for some seconds: it stands on every page. */
    private record Counted(Instant at, List<@Nullable String> asked, Set<Long> halted) {}

    /**
     * The way around.
     *
     * @param applications the first of them
     * @param more how many are not among them
     * @param waiting requests that wait for an answer, of what they see
     */
    public record Seen(
            List<Place> applications, int more, long waiting, boolean server, boolean people) {}

    /** An application, and whether one of its rollouts is halted. */
    public record Place(Application application, boolean hurt) {}

    Seen of(Who who) {
        Counted now = counted();
        List<ApplicationSnapshot> all = catalogue.applications(who);
        return new Seen(
                all.stream()
                        .limit(MOST_APPLICATIONS)
                        .map(ApplicationSnapshot::application)
                        .map(app -> new Place(app, now.halted().contains(app.id())))
                        .toList(),
                Math.max(0, all.size() - MOST_APPLICATIONS),
                now.asked().stream().filter(key -> sees(who, all, key)).count(),
                who.seesServer(VerbGroup.APPLICATION),
                who.seesServer(VerbGroup.USER));
    }

    private static boolean sees(Who who, List<ApplicationSnapshot> all, @Nullable String key) {
        return key == null
                ? who.seesServer(VerbGroup.APPROVAL)
                : all.stream().anyMatch(known -> known.application().key().equals(key));
    }

    private Counted counted() {
        Instant now = time.instant();
        Counted known = counted.get();
        if (known != null && Duration.between(known.at(), now).abs().compareTo(KEPT) < 0) {
            return known;
        }
        try {
            Counted fresh = count(now);
            counted.set(fresh);
            return fresh;
        } catch (DataAccessException | TransactionException e) {
            // A page that does without the database is not to fail for what stands beside it.
            LOG.debug("nothing counted for the way around", e);
            return known == null ? new Counted(now, List.of(), Set.of()) : known;
        }
    }

    private Counted count(Instant now) {
        return new Counted(
                now,
                approvals.newest(true, null, MOST_APPROVALS).stream()
                        .filter(asked -> asked.stateAt(now).open())
                        .map(asked -> asked.application())
                        .toList(),
                rollouts.current().stream()
                        .filter(rollout -> rollout.state() == RolloutState.HALTED)
                        .map(rollout -> rollout.applicationId())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
