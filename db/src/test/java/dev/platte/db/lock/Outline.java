package dev.platte.db.lock;

import static dev.platte.db.lock.TestLock.ANNA;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import java.util.List;
import java.util.UUID;

/** An application with an update group, as far as locks look at it. */
final class Outline {

    final String track = "t-" + UUID.randomUUID();
    final Group group;
    private final TestStore store;
    private final Channel channel;

    Outline(TestStore store) {
        this.store = store;
        String name = UUID.randomUUID().toString();
        Catalog catalog = store.get(Catalog.class);
        Application application = catalog.createApplication(name, name, "", ANNA);
        channel = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        group =
                store.get(Groups.class)
                        .create(new NewGroup(application.id(), track, "", "stable", null), ANNA);
    }

    /** Publishes a release, and begins a rollout to it. */
    void publish(String version) {
        Packages packages = store.get(Packages.class);
        UpdatePackage draft =
                packages.add(
                        new NewPackage(group.applicationId(), "amd64", version, "", List.of()),
                        ANNA);
        NewPayload file =
                new NewPayload(
                        null,
                        "ab".repeat(32),
                        "cd".repeat(20),
                        4711,
                        "os.crau",
                        List.of("ef".repeat(32)));
        UpdatePackage whole = packages.attach(draft.id(), file, draft.revision(), ANNA);
        UpdatePackage published = packages.publish(whole.id(), whole.revision(), ANNA);
        Catalog catalog = store.get(Catalog.class);
        long seen = catalog.channel(channel.id()).orElseThrow().revision();
        catalog.point(channel.id(), published.id(), seen, ANNA);
    }

    /** Withdraws what the channel points to. */
    void withdraw() {
        Packages packages = store.get(Packages.class);
        Long current = store.get(Catalog.class).channel(channel.id()).orElseThrow().packageId();
        UpdatePackage found = packages.find(current).orElseThrow();
        packages.withdraw(found.id(), found.revision(), ANNA.because("it burns"));
    }

    /** A host that has polled once. */
    void host(String machine) {
        store.database()
                .sql()
                .sql(
                        """
                        insert into host (application_id, machine_id, group_id, track, version,
                            first_seen, state, state_since)
                        values (?, ?, ?, ?, '1.0.0', now(), 'UNKNOWN', now())
                        """)
                .params(group.applicationId(), machine, group.id(), track)
                .update();
    }

    void retire(String machine) {
        store.database()
                .sql()
                .sql("update host set retired = now() where machine_id = ?")
                .param(machine)
                .update();
    }
}
