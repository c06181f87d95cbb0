package dev.platte.db.care;

import dev.platte.db.catalog.Packages;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.rollout.Aim;
import dev.platte.db.rollout.ManyPins;
import dev.platte.db.rollout.Pins;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Keeps many hosts where they are, or aims them at a version: all of them or none. */
@Service
public final class PinnedHosts {

    private final Chosen chosen;
    private final ManyPins pins;
    private final Packages packages;

    PinnedHosts(Fleet fleet, ManyPins pins, Packages packages) {
        this.chosen = new Chosen(fleet);
        this.pins = pins;
        this.packages = packages;
    }

    /**
     * What they shall run.
     *
     * @param version absent: what they run
     * @param arch of the hosts that have not said theirs; needless without a version
     * @param until the first instant at which it holds no more
     */
    public record Target(@Nullable String version, @Nullable String arch, Instant until) {}

    /**
     * What was done.
     *
     * @param unseen hosts among them that were never seen: meant for the future, or misspelt
     */
    public record Pinned(Tended tended, long unseen) {}

    /**
     * Pins them, each to the package of its own architecture. Needs a reason.
     *
     * @param atMost nothing is done if more are found
     * @throws RefusedException {@code hosts-too-many}, {@code arch-missing}, {@code
     *     package-unknown}, and as {@link ManyPins#set} does
     */
    public Pinned pin(Which which, Target target, int atMost, Caller caller) {
        caller.requiredReason();
        List<Chosen.One> found = chosen.hosts(which, Math.min(atMost, Pins.MOST));
        Map<String, Long> byArch = new HashMap<>();
        List<Aim> aims =
                found.stream()
                        .map(one -> new Aim(one.key().machineId(), aim(which, one, target, byArch)))
                        .toList();
        pins.set(which.applicationId(), aims, target.until(), caller);
        long unseen = found.stream().filter(one -> one.known() == null).count();
        return new Pinned(tended(aims.size(), aims.stream().map(Aim::machineId).toList()), unseen);
    }

    /**
     * Lets them go with their groups again; those that were not pinned are left. Needs a reason.
     *
     * @param atMost nothing is done if more are found
     * @throws RefusedException {@code hosts-too-many}, {@code reason-required}
     */
    public Tended unpin(Which which, int atMost, Caller caller) {
        caller.requiredReason();
        List<String> found =
                chosen.keys(which, atMost).stream().map(key -> key.machineId()).toList();
        return tended(found.size(), pins.remove(which.applicationId(), found, caller));
    }

    private @Nullable Long aim(
            Which which, Chosen.One one, Target target, Map<String, Long> byArch) {
        if (target.version() == null) {
            return null;
        }
        Host known = one.known();
        String arch =
                known == null || known.facts().arch() == null
                        ? target.arch()
                        : known.facts().arch();
        if (arch == null) {
            throw RefusedException.invalid(
                    "arch-missing",
                    "The host %s has not said its architecture; say which one is meant."
                            .formatted(one.key().machineId()));
        }
        return byArch.computeIfAbsent(
                arch, each -> packageOf(which.applicationId(), each, target.version()));
    }

    private long packageOf(long applicationId, String arch, String version) {
        return packages.find(applicationId, arch, version)
                .orElseThrow(
                        () ->
                                RefusedException.notFound(
                                        "package-unknown",
                                        "There is no package %s for %s, which some of these hosts are; nothing was done."
                                                .formatted(version, arch)))
                .id();
    }

    private static Tended tended(long matched, List<String> done) {
        return new Tended(
                matched,
                done.size(),
                matched - done.size(),
                done.stream().limit(Tended.SHOWN).toList());
    }
}
