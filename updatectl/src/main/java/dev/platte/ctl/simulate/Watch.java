package dev.platte.ctl.simulate;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.json.JsonObject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rollouts of an application again and again while a fleet is simulated, and remembers
 * what must not be.
 */
final class Watch {
    private final Api api;
    private final Place application;
    private final Grants grants;
    private final Map<String, RolloutView> before = new HashMap<>();
    private final Map<Grants.Move, Long> limits = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int looks;

    Watch(Api api, Place application, Grants grants) {
        this.api = api;
        this.application = application;
        this.grants = grants;
    }

    /** How long hosts of these groups may be silent, by their policies. */
    void learnLeases(Set<String> tracks) throws ApiException, InterruptedException {
        for (String track : tracks) {
            String lease =
                    api.get(application.sub("groups", track, "policy"))
                            .object()
                            .object("leases")
                            .text("progress");
            try {
                grants.lease(track, Duration.parse(lease));
            } catch (DateTimeParseException e) {
                throw new ApiException("the policy of " + track + " has no lease: " + lease);
            }
        }
    }

    /** Once, now. */
    void look() throws ApiException, InterruptedException {
        Set<Grants.Move> halted = new HashSet<>();
        for (JsonObject rollout : api.get(application.sub("rollouts")).objects()) {
            RolloutView now = RolloutView.of(rollout);
            judge(now, before.put(now.id(), now));
            limits.merge(now.move(), now.limits().atOnce(), Math::max);
            if (now.isHalted()) {
                halted.add(now.move());
            } else if (now.state().equalsIgnoreCase("running")) {
                grants.resumed(now.move());
            }
        }
        halted.forEach(grants::halted);
        looks++;
    }

    /** A lower limit takes nothing away: only more than before, above it, is wrong. */
    private void judge(RolloutView now, @Nullable RolloutView earlier) {
        boolean sameLimits = earlier != null && earlier.limits().equals(now.limits());
        if (sameLimits && now.open() > now.limits().atOnce() && now.open() > earlier.open()) {
            broken.add(
                    "%d attempts at once for %s, where %d are allowed"
                            .formatted(now.open(), name(now.move()), now.limits().atOnce()));
        }
        if (sameLimits
                && now.grantedInPeriod() > now.limits().perPeriod()
                && now.grantedInPeriod() > earlier.grantedInPeriod()) {
            broken.add(
                    "%d attempts began in one period for %s, where %d may"
                            .formatted(
                                    now.grantedInPeriod(),
                                    name(now.move()),
                                    now.limits().perPeriod()));
        }
    }

    /** Whether no limit was exceeded at any instant that anybody saw. */
    Check limitsHeld() {
        limits.forEach(
                (move, limit) -> {
                    if (grants.most(move) > limit) {
                        broken.add(
                                "%d hosts held a slot at once for %s, where %d may"
                                        .formatted(grants.most(move), name(move), limit));
                    }
                });
        return Check.of(
                "no limit was exceeded",
                "%d looks at %d rollouts, and every answer to every host"
                        .formatted(looks, limits.size()),
                broken);
    }

    /** Whether what was halted was offered to nobody. */
    Check haltsHeld() {
        return Check.of(
                "no halted rollout was granted",
                "every offer was compared with what was halted when it was asked for",
                grants.late().stream()
                        .map(one -> one.host() + " was offered " + name(one.move()))
                        .toList());
    }

    private static String name(Grants.Move move) {
        return move.track() + " to " + move.version();
    }
}
