package dev.platte.db.rollout;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An application with one channel and one group, and what is done to it. */
final class Fleetlet {

    static final Caller ANNA = new Caller("anna", null, "because", "req-1");

    private final TestStore store;
    final Application application;
    final Channel channel;
    final Group group;

    Fleetlet(TestStore store) {
        this.store = store;
        String name = UUID.randomUUID().toString();
        Catalog catalog = store.get(Catalog.class);
        application = catalog.createApplication(name, name, "", ANNA);
        channel = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        group =
                store.get(Groups.class)
                        .create(new NewGroup(application.id(), "stable", "", "stable", null), ANNA);
    }

    UpdatePackage published(String version) {
        Packages packages = store.get(Packages.class);
        UpdatePackage draft =
                packages.add(
                        new NewPackage(application.id(), "amd64", version, "", List.of()), ANNA);
        UpdatePackage filled =
                packages.attach(
                        draft.id(),
                        new NewPayload(
                                null,
                                "ab".repeat(32),
                                "cd".repeat(20),
                                4711,
                                "os.crau",
                                List.of("ef".repeat(32))),
                        draft.revision(),
                        ANNA);
        return packages.publish(filled.id(), filled.revision(), ANNA);
    }

    void point(@Nullable UpdatePackage target) {
        Catalog catalog = store.get(Catalog.class);
        long seen = catalog.channel(channel.id()).orElseThrow().revision();
        catalog.point(channel.id(), target == null ? null : target.id(), seen, ANNA);
    }

    List<Rollout> rollouts() {
        return store.get(Rollouts.class).list(application.id(), null, null, 100);
    }

    /** The newest one. */
    Rollout rollout() {
        return rollouts().getFirst();
    }

    void policy(GroupPolicy policy) {
        Policies policies = store.get(Policies.class);
        policies.set(group.id(), policy, policies.of(group.id()).revision(), ANNA);
    }

    /** A host of the group, as if it had polled now. */
    void host(String machine, String version) {
        store.database()
                .sql()
                .sql(
                        """
                        with made as (insert into host (application_id, machine_id, group_id, track,
                            version, arch, first_seen, seen_on, state, state_since)
                            values (?, ?, ?, 'stable', ?, 'amd64', ?, ?, 'UNKNOWN', now())
                            returning *)
                        insert into host_counter select application_id, group_id, arch, version,
                            state, 1 from made
                        on conflict (application_id, group_id, arch, version, state)
                        do update set hosts = host_counter.hosts + 1
                        """)
                .params(
                        application.id(),
                        machine,
                        group.id(),
                        version,
                        RolloutRows.time(store.clock().instant()),
                        LocalDate.ofInstant(store.clock().instant(), ZoneOffset.UTC))
                .update();
    }
}
