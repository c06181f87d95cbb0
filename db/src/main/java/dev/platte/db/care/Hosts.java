package dev.platte.db.care;

import dev.platte.db.access.Changes;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Verbs on hosts that concern more than the host's own row, and verbs on many hosts. */
@Service
public final class Hosts {

    /** So many in one transaction: polls of these hosts wait for it. */
    private static final int STEP = 200;

    /** What one call does at most. */
    public static final int MOST = 100_000;

    private final Fleet fleet;
    private final HostCare care;
    private final GoneHosts gone;
    private final Resets resets;
    private final Changes changes;
    private final Chosen chosen;

    Hosts(Fleet fleet, HostCare care, GoneHosts gone, Resets resets, Changes changes) {
        this.fleet = fleet;
        this.care = care;
        this.gone = gone;
        this.resets = resets;
        this.changes = changes;
        this.chosen = new Chosen(fleet);
    }

    /**
     * Lets a host begin anew: an open attempt ends uncounted and gives its slot back, failures keep
     * it from no release any more. What the host itself remembers stays. Needs a reason.
     *
     * @throws RefusedException {@code host-unknown}, {@code reason-required}
     */
    public Host reset(HostKey key, Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    Host before =
                            resets.reset(List.of(key)).stream()
                                    .findFirst()
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "host-unknown",
                                                            "There is no host "
                                                                    + key.machineId()
                                                                    + "."));
                    Host after = fleet.find(key).orElseThrow();
                    changes.audit(
                            caller,
                            "host.reset",
                            "host/" + key.applicationId() + "/" + key.machineId(),
                            before,
                            after);
                    return after;
                });
    }

    /**
     * Does something to many hosts, some hundreds in a transaction; each of these leaves its audit
     * row with the ids. Whoever was interrupted calls again. Needs a reason.
     *
     * @param atMost nothing is done if more are found, 1 to 100,000
     * @throws RefusedException {@code hosts-too-many}, {@code reason-required}
     */
    public Tended tend(Deed deed, Which which, int atMost, Caller caller) {
        caller.requiredReason();
        List<HostKey> found = chosen.keys(which, atMost);
        List<String> machines = new ArrayList<>();
        long done = 0;
        for (int from = 0; from < found.size(); from += STEP) {
            List<HostKey> some = found.subList(from, Math.min(from + STEP, found.size()));
            List<HostKey> tended = changes.change(caller, () -> step(deed, some, caller));
            done += tended.size();
            tended.stream()
                    .limit(Tended.SHOWN - machines.size())
                    .forEach(key -> machines.add(key.machineId()));
        }
        return new Tended(found.size(), done, found.size() - done, machines);
    }

    private List<HostKey> step(Deed deed, Collection<HostKey> some, Caller caller) {
        List<HostKey> done =
                keys(
                        switch (deed) {
                            case RETIRE -> care.retireAll(some);
                            case RESET -> resets.reset(some);
                            case FORGET -> gone.forgetAll(some);
                        });
        if (!done.isEmpty()) {
            changes.audit(
                    caller,
                    verb(deed),
                    "hosts/" + done.getFirst().applicationId(),
                    null,
                    Map.of("machines", done.stream().map(HostKey::machineId).toList()));
        }
        return done;
    }

    private static List<HostKey> keys(Collection<Host> hosts) {
        return hosts.stream().map(Host::key).toList();
    }

    private static String verb(Deed deed) {
        return switch (deed) {
            case RETIRE -> "host.retire";
            case RESET -> "host.reset";
            case FORGET -> "host.forget";
        };
    }
}
