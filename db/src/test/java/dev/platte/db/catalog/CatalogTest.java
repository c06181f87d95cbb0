package dev.platte.db.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class CatalogTest {

    private static final Caller ANNA = new Caller("anna", null, "because", "req-1");
    private static int made;

    private final TestStore store;
    private final Catalog catalog;
    private final Packages packages;
    private final Groups groups;
    private final Audit audit;

    CatalogTest(TestStore store) {
        this.store = store;
        this.catalog = store.get(Catalog.class);
        this.packages = store.get(Packages.class);
        this.groups = store.get(Groups.class);
        this.audit = store.get(Audit.class);
    }

    private Application application() {
        made++;
        return catalog.createApplication("com.example.os" + made, "OS " + made, "", ANNA);
    }

    private UpdatePackage published(Application application, String version) {
        UpdatePackage draft =
                packages.add(
                        new NewPackage(application.id(), "x86_64", version, "", List.of()), ANNA);
        UpdatePackage filled = packages.attach(draft.id(), file(), draft.revision(), ANNA);
        return packages.publish(filled.id(), filled.revision(), ANNA);
    }

    private static NewPayload file() {
        return new NewPayload(
                null, "ab".repeat(32), "cd".repeat(20), 4711, "os.crau", List.of("ef".repeat(32)));
    }

    @Test
    void appidIsKeptByteForByteAndFoundInEveryForm() {
        String appid = "{E96281A6-D1AF-4BDE-9A0A-97B76E56DC57}";
        Application application = catalog.createApplication(appid, "Container Linux", "", ANNA);
        assertThat(application.appid()).isEqualTo(appid);
        assertThat(catalog.application("e96281a6-d1af-4bde-9a0a-97b76e56dc57"))
                .contains(application);
        assertThat(
                        refusal(
                                () ->
                                        catalog.createApplication(
                                                "e96281a6-d1af-4bde-9a0a-97b76e56dc57",
                                                "Another",
                                                "",
                                                ANNA)))
                .isEqualTo("application-exists");
    }

    @Test
    void channelPointsOnlyToPublishedPackagesOfItsApplicationAndArchitecture() {
        Application application = application();
        Channel channel = catalog.createChannel(application.id(), "amd64-usr", "stable", ANNA);
        assertThat(channel.arch()).isEqualTo("amd64");
        UpdatePackage draft =
                packages.add(new NewPackage(application.id(), "amd64", "1.0", "", List.of()), ANNA);
        assertThat(refusal(() -> catalog.point(channel.id(), draft.id(), 0, ANNA)))
                .isEqualTo("package-not-published");
        UpdatePackage foreign = published(application(), "1.0");
        assertThat(refusal(() -> catalog.point(channel.id(), foreign.id(), 0, ANNA)))
                .isEqualTo("package-of-another");
        UpdatePackage good = published(application, "2.0");
        Channel pointed = catalog.point(channel.id(), good.id(), 0, ANNA);
        assertThat(pointed.packageId()).isEqualTo(good.id());
        assertThat(pointed.revision()).isEqualTo(1);
    }

    @Test
    void secondOfTwoSimultaneousPointsIsStale() throws Exception {
        Application application = application();
        Channel channel = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        List<UpdatePackage> targets =
                List.of(published(application, "1.0"), published(application, "2.0"));
        CyclicBarrier together = new CyclicBarrier(2);
        List<Object> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> both =
                    threads.invokeAll(
                            targets.stream()
                                    .map(
                                            target ->
                                                    (Callable<Object>)
                                                            () -> {
                                                                together.await();
                                                                try {
                                                                    return catalog.point(
                                                                            channel.id(),
                                                                            target.id(),
                                                                            channel.revision(),
                                                                            ANNA);
                                                                } catch (RefusedException e) {
                                                                    return e.kind();
                                                                }
                                                            })
                                    .toList());
            for (Future<Object> one : both) {
                outcomes.add(one.get());
            }
        }
        assertThat(outcomes).hasAtLeastOneElementOfType(Channel.class);
        assertThat(outcomes).contains(RefusedException.Kind.STALE);
        assertThat(catalog.channel(channel.id()).orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void publishedPackageNoLongerChangesItsFiles() {
        Application application = application();
        UpdatePackage good = published(application, "1.0");
        assertThat(refusal(() -> packages.attach(good.id(), file(), good.revision(), ANNA)))
                .isEqualTo("package-not-draft");
        UpdatePackage empty =
                packages.add(new NewPackage(application.id(), "amd64", "1.1", "", List.of()), ANNA);
        assertThat(refusal(() -> packages.publish(empty.id(), 0, ANNA)))
                .isEqualTo("package-without-payload");
    }

    @Test
    void withdrawingNeedsAReasonAndEndsOffers() {
        UpdatePackage good = published(application(), "1.0");
        assertThat(refusal(() -> packages.withdraw(good.id(), good.revision(), ANNA.because(null))))
                .isEqualTo("reason-required");
        UpdatePackage gone =
                packages.withdraw(good.id(), good.revision(), ANNA.because("kernel oops"));
        assertThat(gone.offerable()).isFalse();
        assertThat(gone.withdrawnReason()).isEqualTo("kernel oops");
    }

    @Test
    void packagesAreListedFromTheHighestVersion() {
        Application application = application();
        for (String version : List.of("1.9.0", "1.10.0", "1.10.0-rc.1", "1.10.0-rc.11", "0.99")) {
            packages.add(new NewPackage(application.id(), "amd64", version, "", List.of()), ANNA);
        }
        assertThat(packages.list(application.id()))
                .extracting(UpdatePackage::version)
                .containsExactly("1.10.0", "1.10.0-rc.11", "1.10.0-rc.1", "1.9.0", "0.99");
    }

    @Test
    void mirrorsAndNotesCanChangeAlways() {
        UpdatePackage good = published(application(), "1.0");
        UpdatePackage after =
                packages.describe(
                        good.id(),
                        new Description("better", List.of("https://m.example/os"), true),
                        good.revision(),
                        ANNA);
        assertThat(after.mirrors()).containsExactly("https://m.example/os/");
        assertThat(
                        refusal(
                                () ->
                                        packages.describe(
                                                good.id(),
                                                new Description(
                                                        "", List.of("ftp://m.example/"), true),
                                                after.revision(),
                                                ANNA)))
                .isEqualTo("mirrors-invalid");
    }

    @Test
    void revokedKeyIsKeptAndCanBeTrustedAgain() throws Exception {
        Application application = application();
        VerificationKey key = key();
        TrustedKey trusted = catalog.trustKey(application.id(), "release 2026", key, ANNA);
        assertThat(trusted.pem()).startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(refusal(() -> catalog.trustKey(application.id(), "again", key, ANNA)))
                .isEqualTo("key-trusted-already");
        TrustedKey revoked =
                catalog.revokeKey(
                        application.id(),
                        trusted.fingerprint(),
                        trusted.revision(),
                        ANNA.because("lost"));
        assertThat(revoked.revokedReason()).isEqualTo("lost");
        catalog.trustKey(application.id(), "found", key, ANNA);
        assertThat(catalog.keys(application.id()))
                .singleElement()
                .satisfies(found -> assertThat(found.revoked()).isNull());
    }

    @Test
    void floorsBelongToTheirChannel() {
        Application application = application();
        Channel channel = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        UpdatePackage step = published(application, "1.0");
        catalog.setFloor(channel.id(), step.id(), ANNA.because("new partition layout"));
        assertThat(catalog.floors(channel.id()))
                .singleElement()
                .satisfies(floor -> assertThat(floor.reason()).isEqualTo("new partition layout"));
        assertThat(refusal(() -> catalog.setFloor(channel.id(), step.id(), ANNA)))
                .isEqualTo("floor-exists");
        catalog.removeFloor(channel.id(), step.id(), ANNA);
        assertThat(catalog.floors(channel.id())).isEmpty();
    }

    @Test
    void groupPausesWithAReasonAndResumes() {
        Application application = application();
        catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        NewGroup wanted = new NewGroup(application.id(), "stable", "", "stable", null);
        Group group = groups.create(wanted, ANNA);
        assertThat(refusal(() -> groups.create(wanted, ANNA))).isEqualTo("group-exists");
        assertThat(refusal(() -> groups.pause(group.id(), group.revision(), ANNA.because(" "))))
                .isEqualTo("reason-required");
        Group paused = groups.pause(group.id(), group.revision(), ANNA.because("storm"));
        assertThat(paused.paused()).isTrue();
        assertThat(paused.pausedReason()).isEqualTo("storm");
        assertThat(refusal(() -> groups.resume(group.id(), group.revision(), ANNA)))
                .isEqualTo("changed-meanwhile");
        assertThat(groups.resume(group.id(), paused.revision(), ANNA).paused()).isFalse();
    }

    @Test
    void everyVerbWritesOneAuditRowAndTheChainHolds() throws Exception {
        Application application = application();
        long before = newest();
        Channel channel = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        UpdatePackage good = published(application, "1.0");
        catalog.point(channel.id(), good.id(), 0, ANNA);
        TrustedKey key = catalog.trustKey(application.id(), "k", key(), ANNA);
        catalog.revokeKey(application.id(), key.fingerprint(), 0, ANNA);
        catalog.setFloor(channel.id(), good.id(), ANNA);
        catalog.removeFloor(channel.id(), good.id(), ANNA);
        Group group = groups.create(new NewGroup(application.id(), "t", "", "stable", null), ANNA);
        groups.set(group.id(), "x", "stable", null, 0, ANNA);
        groups.pause(group.id(), 1, ANNA);
        groups.resume(group.id(), 2, ANNA);
        packages.describe(good.id(), new Description("n", List.of(), true), good.revision(), ANNA);
        packages.withdraw(good.id(), good.revision() + 1, ANNA);
        List<AuditRow> rows =
                audit.newest(null, null, 100).stream().filter(row -> row.id() > before).toList();
        assertThat(rows.reversed())
                .extracting(AuditRow::verb)
                .containsExactly(
                        "channel.create",
                        "package.add",
                        "package.attach",
                        "package.publish",
                        "channel.point",
                        "key.trust",
                        "key.revoke",
                        "floor.set",
                        "floor.remove",
                        "rollout.create",
                        "group.create",
                        "group.set",
                        "group.pause",
                        "group.resume",
                        "package.describe",
                        "package.withdraw");
        assertThat(rows)
                .allSatisfy(
                        row -> {
                            assertThat(row.who()).isEqualTo("anna");
                            assertThat(row.requestId()).isEqualTo("req-1");
                            assertThat(row.reason()).isEqualTo("because");
                        });
        AuditRow point =
                rows.stream().filter(row -> row.verb().equals("channel.point")).findFirst().get();
        assertThat(point.before()).contains("\"packageId\":null", "\"revision\":0");
        assertThat(point.after()).contains("\"packageId\":" + good.id(), "\"revision\":1");
        assertThat(audit.firstBroken()).isEmpty();
    }

    @Test
    void changedAuditRowIsFound() {
        application();
        long id = newest();
        application();
        var sql = store.database().sql();
        sql.sql("update audit set who = 'mallory' where id = ?").param(id).update();
        assertThat(audit.firstBroken()).hasValue(id);
        sql.sql("update audit set who = 'anna' where id = ?").param(id).update();
        assertThat(audit.firstBroken()).isEmpty();
    }

    @Test
    void refusedVerbLeavesNoAuditRow() {
        Application application = application();
        long before = newest();
        assertThatThrownBy(() -> catalog.createApplication(application.appid(), "Other", "", ANNA))
                .isInstanceOf(RefusedException.class);
        assertThat(newest()).isEqualTo(before);
    }

    @Test
    void dryRunAnswersAsIfAndChangesNothing() {
        Caller dry = new Caller("anna", null, "because", "req-2", true);
        long before = newest();
        Application imagined = catalog.createApplication("com.example.dry", "Dry", "", dry);
        assertThat(imagined.appid()).isEqualTo("com.example.dry");
        assertThat(catalog.application("com.example.dry")).isEmpty();
        assertThat(newest()).isEqualTo(before);
    }

    private long newest() {
        List<AuditRow> rows = audit.newest(null, null, 1);
        return rows.isEmpty() ? 0 : rows.getFirst().id();
    }

    private static String refusal(Runnable verb) {
        return catchThrowableOfType(RefusedException.class, verb::run).code();
    }

    private static VerificationKey key() throws NoSuchAlgorithmException, UnusableKeyException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return VerificationKey.of(generator.generateKeyPair().getPublic());
    }
}
