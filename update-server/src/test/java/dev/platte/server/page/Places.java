package dev.platte.server.page;

import dev.platte.db.approval.Approval;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import dev.platte.db.promotion.Proposals;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Where things of a filled site are: what stands in the addresses of their pages. */
final class Places {

    private static final Caller LIN = new Caller("lin", null, "two weeks in park 1", null);

    private final TestSite site;

    Places(TestSite site) {
        this.site = site;
    }

    private Application application(String name) {
        return site.get(Catalog.class).applications().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    long meadow() {
        return application("Meadow Linux").id();
    }

    long gateway() {
        return application("Gateway").id();
    }

    Channel channel(long application, String arch, String name) {
        return site.get(Catalog.class).channel(application, arch, name).orElseThrow();
    }

    UpdatePackage release(long application, String arch, String version) {
        return site.get(Packages.class).find(application, arch, version).orElseThrow();
    }

    /** A package that has its file and was not published yet. */
    UpdatePackage whole(String version) {
        Packages packages = site.get(Packages.class);
        UpdatePackage made =
                packages.add(new NewPackage(meadow(), "amd64", version, "", List.of()), LIN);
        String key = site.get(Catalog.class).keys(meadow()).getFirst().fingerprint();
        UpdatePackage filled =
                packages.attach(
                        made.id(),
                        new NewPayload(
                                null,
                                "ab".repeat(32),
                                "cd".repeat(20),
                                300_000_000L,
                                version + ".payload",
                                List.of(key)),
                        made.revision(),
                        LIN);
        site.refresh();
        return filled;
    }

    Group group(String track) {
        return site.get(Groups.class).all().stream()
                .filter(each -> each.track().equals(track))
                .findFirst()
                .orElseThrow();
    }

    /** Of beta: on amd64 it goes well, on arm64 it has halted. */
    Rollout rollout(String arch) {
        return site.get(Rollouts.class).list(meadow(), group("beta").id(), null, 10).stream()
                .filter(each -> each.arch().equals(arch))
                .findFirst()
                .orElseThrow();
    }

    /** The same, running. */
    Rollout running(String arch) {
        Rollout found = rollout(arch);
        if (found.state() == RolloutState.RUNNING) {
            return found;
        }
        Rollout running =
                site.get(Rollouts.class)
                        .resume(found.id(), found.revision(), Caller.system("for the next form"));
        site.refresh();
        return running;
    }

    String host(HostState state) {
        return at(
                site.get(Fleet.class)
                        .list(HostQuery.all(meadow(), 1).of(new HostQuery.Kind(null, null, state)))
                        .getFirst());
    }

    static String at(Host host) {
        return "application=" + host.key().applicationId() + "&id=" + host.key().machineId();
    }

    /** Lin asks others to agree that the boxes in the wind parks move. */
    Approval asked(String who) {
        Policies policies = site.get(Policies.class);
        long pilot = group("pilot").id();
        if (policies.of(pilot).policy().promotion().to() == null) {
            policies.set(
                    pilot,
                    Policies.parse(
                            JsonMapper.shared()
                                    .readTree(
                                            """
                                        {"promotion": {"to": "field", "soak": "P30D",
                                          "minUpdated": 100, "approvals": 1}}
                                        """)),
                    policies.of(pilot).revision(),
                    LIN);
            site.refresh();
        }
        return site.get(Proposals.class)
                .propose(
                        channel(gateway(), "arm64", "field"),
                        release(gateway(), "arm64", "1.5.0-rc.1").id(),
                        new Caller(who, null, "two weeks in park 1", null));
    }
}
