package dev.platte.db.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnEachPostgres
final class SnapshotSourceTest {

    private static final Caller ANNA = new Caller("anna", null, null, null);
    private static int made;

    private final TestStore store;
    private final SnapshotSource source;
    private final Catalog catalog;
    private final Groups groups;

    SnapshotSourceTest(TestStore store) {
        this.store = store;
        this.source = store.get(SnapshotSource.class);
        this.catalog = store.get(Catalog.class);
        this.groups = store.get(Groups.class);
    }

    private Application application() {
        made++;
        return catalog.createApplication("com.example.s" + made, "S " + made, "", ANNA);
    }

    @Test
    void changeArrivesByNotification() {
        // Its check is too far away to help.
        SnapshotSource patient =
                new SnapshotSource(
                        catalog,
                        store.get(Rollouts.class),
                        store.get(Changes.class),
                        store.get(JdbcClient.class),
                        store.get(DataSource.class),
                        Duration.ofHours(1));
        patient.start();
        Application application = application();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> patient.current().application(application.appid()).isPresent());
        patient.stop();
        assertThat(patient.isRunning()).isFalse();
    }

    @Test
    void rolledBackChangeIsNotAChange() {
        long version = source.refresh().version();
        catalog.createApplication(
                "com.example.dry", "Dry", "", new Caller("anna", null, null, null, true));
        assertThat(source.refresh().version()).isEqualTo(version);
    }

    @Test
    void lostNotificationHeals() {
        Application application = application();
        JdbcClient sql = store.database().sql();
        // A change that tells nobody: what a lost notification looks like from here.
        sql.sql("alter table application disable trigger changed").update();
        sql.sql("update application set description = 'silent' where id = ?")
                .param(application.id())
                .update();
        sql.sql("alter table application enable trigger changed").update();
        sql.sql("update catalog_version set version = version + 1").update();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                source.current()
                                        .application(application.appid())
                                        .map(found -> found.application().description())
                                        .equals(Optional.of("silent")));
    }

    @Test
    void cutConnectionHeals() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> store.database().cutConnections("listen platte_catalog") > 0);
        Application application = application();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> source.current().application(application.appid()).isPresent());
    }

    @Test
    void pollFindsItsGroupChannelAndTarget() {
        Application application = application();
        Channel channel = catalog.createChannel(application.id(), "arm64", "beta", ANNA);
        Group group =
                groups.create(new NewGroup(application.id(), "canaries", "", "beta", null), ANNA);
        UpdatePackage draft =
                store.get(Packages.class)
                        .add(new NewPackage(application.id(), "arm64", "1.0", "", List.of()), ANNA);
        ApplicationSnapshot snapshot =
                source.refresh().application("{" + application.appid() + "}").orElseThrow();
        assertThat(snapshot.group("canaries")).contains(group);
        assertThat(snapshot.group("{" + group.uid().toString().toUpperCase(Locale.ROOT) + "}"))
                .contains(group);
        assertThat(snapshot.group("nobody")).isEmpty();
        assertThat(snapshot.channel(group, "aarch64")).contains(channel);
        assertThat(snapshot.channel(group, "amd64")).isEmpty();
        assertThat(snapshot.target(channel)).isEmpty();
        assertThat(snapshot.findPackage(draft.id())).contains(draft);
    }
}
