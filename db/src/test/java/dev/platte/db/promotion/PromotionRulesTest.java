package dev.platte.db.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.access.Grant;
import dev.platte.db.access.Identity;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Permissions;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.ApprovalState;
import dev.platte.db.approval.Approvals;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.ChannelMove;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.promotion.Candidacy.Block;
import dev.platte.db.promotion.Candidacy.Phase;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.rollout.Policies;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutCounts;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.health.PromotionRule.Check;
import dev.platte.policy.limit.Tally;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@OnEachPostgres
final class PromotionRulesTest {

    private static final Caller ANNA = new Caller("anna", null, "because", "req-1");

    private final TestStore store;
    private final PromotionRules rules;
    private final Proposals proposals;
    private final Catalog catalog;
    private final Groups groups;
    private final Application application;
    private final Channel beta;
    private final Channel stable;
    private final Group testers;

    PromotionRulesTest(TestStore store) {
        this.store = store;
        this.rules = store.get(PromotionRules.class);
        this.proposals = store.get(Proposals.class);
        this.catalog = store.get(Catalog.class);
        this.groups = store.get(Groups.class);
        String name = UUID.randomUUID().toString();
        application = catalog.createApplication(name, name, "", ANNA);
        beta = catalog.createChannel(application.id(), "amd64", "beta", ANNA);
        stable = catalog.createChannel(application.id(), "amd64", "stable", ANNA);
        testers = group("testers", "beta");
        group("everybody", "stable");
    }

    private Group group(String track, String channel) {
        return groups.create(new NewGroup(application.id(), track, "", channel, null), ANNA);
    }

    private void rule(Group group, String json) {
        Policies policies = store.get(Policies.class);
        policies.set(
                group.id(),
                Policies.parse(
                        JsonMapper.shared()
                                .readTree("{\"promotion\": {\"to\": \"stable\"" + json + "}}")),
                policies.of(group.id()).revision(),
                ANNA);
    }

    private UpdatePackage published(String version) {
        Packages packages = store.get(Packages.class);
        UpdatePackage draft =
                packages.add(
                        new NewPackage(application.id(), "amd64", version, "", List.of()), ANNA);
        UpdatePackage whole =
                packages.attach(
                        draft.id(),
                        new NewPayload(
                                null,
                                "ab".repeat(32),
                                "cd".repeat(20),
                                47,
                                "os.crau",
                                List.of("ef".repeat(32))),
                        draft.revision(),
                        ANNA);
        return packages.publish(whole.id(), whole.revision(), ANNA);
    }

    private void point(Channel channel, @Nullable UpdatePackage target) {
        long seen = catalog.channel(channel.id()).orElseThrow().revision();
        catalog.point(channel.id(), target == null ? null : target.id(), seen, ANNA);
    }

    private @Nullable Long pointed(Channel channel) {
        return catalog.channel(channel.id()).orElseThrow().packageId();
    }

    private Candidacy candidacy() {
        return rules.of(catalog.channel(stable.id()).orElseThrow()).getFirst();
    }

    private Rollout rollout(Group group) {
        return store.get(Rollouts.class).list(application.id(), group.id(), null, 1).getFirst();
    }

    private void outcomes(Group group, long updated, long failed) {
        Rollout rollout = rollout(group);
        RolloutCounts counts = store.get(RolloutCounts.class);
        new TransactionTemplate(store.get(PlatformTransactionManager.class))
                .executeWithoutResult(
                        status -> {
                            counts.lock(List.of(rollout.uid()), List.of());
                            counts.write(
                                    List.of(
                                            new RolloutCounts.Count(
                                                    rollout.id(),
                                                    new Rollout.Counted(
                                                            Tally.EMPTY,
                                                            new Outcomes(updated, failed, 0, 0),
                                                            rollout.counted().forgiven(),
                                                            0,
                                                            null))));
                        });
    }

    private User approver(String name) {
        return store.get(Users.class)
                .create(
                        new NewUser(
                                name + "-" + UUID.randomUUID(),
                                null,
                                null,
                                List.of(Grant.everywhere(Role.APPROVER))),
                        ANNA);
    }

    private void answer(Approval asked, User by, boolean yes) {
        Identity who =
                new Identity(
                        by.name(),
                        by.id(),
                        null,
                        new Permissions(Role.ADMIN, by.grants(), List.of()));
        Caller caller = new Caller(by.name(), null, "looked at it", null);
        Approvals approvals = store.get(Approvals.class);
        if (yes) {
            approvals.approve(asked.id(), who, caller);
        } else {
            approvals.reject(asked.id(), who, caller);
        }
    }

    private static String refusal(Runnable verb) {
        return catchThrowableOfType(RefusedException.class, verb::run).code();
    }

    @Test
    void ruleMovesTheNextChannelOnceAllIsMetAndSaysWhy() {
        rule(testers, ", \"soak\": \"PT72H\", \"minUpdated\": 50, \"allowed\": 5");
        assertThat(candidacy().phase()).isEqualTo(Phase.NOTHING);
        assertThat(candidacy().blocks()).containsExactly(Block.FROM_EMPTY);
        UpdatePackage one = published("1.0");
        point(beta, one);
        Candidacy young = candidacy();
        assertThat(young.phase()).isEqualTo(Phase.WAITING);
        assertThat(young.version()).isEqualTo("1.0");
        assertThat(young.since()).isEqualTo(store.clock().instant());
        assertThat(young.earliest()).as("hosts are missing too").isNull();
        assertThat(young.groups().getFirst().checks())
                .extracting(Check::met)
                .containsExactly(true, false, false, false);
        outcomes(testers, 200, 1);
        assertThat(candidacy().earliest()).isEqualTo(young.since().plus(Duration.ofHours(72)));
        rules.act();
        assertThat(pointed(stable)).isNull();
        store.clock().advance(Duration.ofHours(72));
        assertThat(candidacy().phase()).isEqualTo(Phase.READY);
        rules.act();
        assertThat(pointed(stable)).isEqualTo(one.id());
        AuditRow act = store.get(Audit.class).newest("channel/" + stable.id(), null, 1).getFirst();
        assertThat(act.verb()).isEqualTo("channel.point");
        assertThat(act.who()).isEqualTo("system");
        assertThat(act.reason())
                .startsWith("The rule that leads from beta to stable: All is met. testers:")
                .contains("200 hosts have updated to it; 50 are needed.");
        assertThat(candidacy().blocks()).containsExactly(Block.SAME);
        assertThat(store.get(ChannelHistory.class).of(stable.id(), null, 9))
                .extracting(ChannelMove::version)
                .containsExactly("1.0");
    }

    @Test
    void whatWasTakenBackIsNotMovedToAgain() {
        rule(testers, "");
        UpdatePackage one = published("1.0");
        point(stable, one);
        point(beta, published("2.0"));
        rules.act();
        point(stable, one);
        assertThat(candidacy().phase()).isEqualTo(Phase.BLOCKED);
        assertThat(candidacy().blocks()).containsExactly(Block.TAKEN_BACK);
        rules.act();
        assertThat(pointed(stable)).isEqualTo(one.id());
        UpdatePackage three = published("3.0");
        point(beta, three);
        rules.act();
        assertThat(pointed(stable)).isEqualTo(three.id());
    }

    @Test
    void nothingMovesWhileSomethingIsStoppedOrWithdrawn() {
        rule(testers, "");
        UpdatePackage one = published("1.0");
        point(stable, published("0.9"));
        point(beta, one);
        Rollouts rollouts = store.get(Rollouts.class);
        rollouts.halt(rollout(testers).id(), rollout(testers).revision(), ANNA);
        assertThat(candidacy().phase()).isEqualTo(Phase.WAITING);
        assertThat(candidacy().sentence())
                .contains("testers: Its rollout was stopped: halted: because");
        rollouts.resume(rollout(testers).id(), rollout(testers).revision(), ANNA);
        groups.pause(testers.id(), groups.find(testers.id()).orElseThrow().revision(), ANNA);
        assertThat(candidacy().sentence()).contains("its group is paused: because");
        groups.resume(testers.id(), groups.find(testers.id()).orElseThrow().revision(), ANNA);
        Group everybody = groups.find(application.id(), "everybody").orElseThrow();
        rollouts.halt(rollout(everybody).id(), rollout(everybody).revision(), ANNA);
        assertThat(candidacy().blocks()).containsExactly(Block.TARGET_HALTED);
        rollouts.resume(rollout(everybody).id(), rollout(everybody).revision(), ANNA);
        assertThat(candidacy().phase()).isEqualTo(Phase.READY);
        Packages packages = store.get(Packages.class);
        packages.withdraw(one.id(), packages.find(one.id()).orElseThrow().revision(), ANNA);
        assertThat(candidacy().blocks()).containsExactly(Block.NOT_OFFERED);
        rules.act();
        assertThat(pointed(stable)).isNotEqualTo(one.id());
    }

    @Test
    void olderReleaseIsNoCandidate() {
        rule(testers, "");
        point(stable, published("2.0"));
        point(beta, published("1.0"));
        assertThat(candidacy().phase()).isEqualTo(Phase.NOTHING);
        assertThat(candidacy().blocks()).containsExactly(Block.NOT_NEWER);
    }

    @Test
    void allGroupsThatLeadFromOneChannelMustBeContent() {
        Group more = group("more-testers", "beta");
        rule(testers, "");
        rule(more, ", \"minUpdated\": 10");
        point(beta, published("1.0"));
        outcomes(testers, 100, 0);
        assertThat(candidacy().phase()).isEqualTo(Phase.WAITING);
        outcomes(more, 10, 0);
        assertThat(candidacy().phase()).isEqualTo(Phase.READY);
        assertThat(candidacy().groups())
                .extracting(Candidacy.Verdict::group)
                .containsExactly("more-testers", "testers");
    }

    @Test
    void ruleWithApprovalsProposesAndMovesOnceEnoughAgree() {
        rule(testers, ", \"approvals\": 2");
        UpdatePackage one = published("1.0");
        point(beta, one);
        rules.act();
        rules.act();
        Candidacy proposed = candidacy();
        assertThat(proposed.phase()).isEqualTo(Phase.PROPOSED);
        Approval asked = store.get(Approvals.class).find(proposed.approval()).orElseThrow();
        assertThat(asked.requestedBy()).isEqualTo("system");
        assertThat(asked.needed()).isEqualTo(2);
        assertThat(asked.summary()).contains("stable (amd64)").contains("1.0");
        assertThat(refusal(() -> point(stable, one))).isEqualTo("approval-missing");
        User bob = approver("bob");
        User eve = approver("eve");
        answer(asked, bob, true);
        rules.act();
        assertThat(pointed(stable)).isNull();
        answer(asked, eve, true);
        rules.act();
        assertThat(pointed(stable)).isEqualTo(one.id());
        assertThat(store.get(Approvals.class).find(asked.id()).orElseThrow().state())
                .isEqualTo(ApprovalState.USED);
        AuditRow act = store.get(Audit.class).newest("channel/" + stable.id(), null, 1).getFirst();
        assertThat(act.reason())
                .contains("Request " + asked.id() + " of system")
                .contains(bob.name(), eve.name());
        assertThat(store.get(Audit.class).firstBroken()).isEmpty();
    }

    @Test
    void rejectedProposalIsNotMadeAgainAndAHaltStopsAnAgreedOne() {
        rule(testers, ", \"approvals\": 1");
        point(beta, published("1.0"));
        rules.act();
        answer(
                store.get(Approvals.class).find(candidacy().approval()).orElseThrow(),
                approver("bob"),
                false);
        assertThat(candidacy().blocks()).containsExactly(Block.REJECTED);
        rules.act();
        assertThat(pointed(stable)).isNull();
        point(beta, published("2.0"));
        rules.act();
        answer(
                store.get(Approvals.class).find(candidacy().approval()).orElseThrow(),
                approver("bob"),
                true);
        store.get(Rollouts.class).halt(rollout(testers).id(), rollout(testers).revision(), ANNA);
        rules.act();
        assertThat(pointed(stable)).isNull();
        store.get(Rollouts.class).resume(rollout(testers).id(), rollout(testers).revision(), ANNA);
        rules.act();
        assertThat(pointed(stable)).isNotNull();
    }

    @Test
    void peopleNeedTheSameApprovalsForwardsAndNoneForTheWayBack() {
        UpdatePackage one = published("1.0");
        UpdatePackage two = published("2.0");
        point(stable, one);
        assertThat(refusal(() -> proposals.propose(stable, two.id(), ANNA)))
                .isEqualTo("approval-needless");
        rule(testers, ", \"approvals\": 1");
        assertThat(refusal(() -> point(stable, two))).isEqualTo("approval-missing");
        long seen = catalog.channel(stable.id()).orElseThrow().revision();
        catalog.point(stable.id(), two.id(), seen, new Caller("anna", null, "r", null, true));
        assertThat(pointed(stable)).isEqualTo(one.id());
        Channel now = catalog.channel(stable.id()).orElseThrow();
        assertThat(refusal(() -> proposals.propose(now, one.id(), ANNA)))
                .isEqualTo("channel-there-already");
        Approval asked = proposals.propose(now, two.id(), ANNA);
        assertThat(proposals.propose(now, two.id(), ANNA)).isEqualTo(asked);
        assertThat(refusal(() -> point(stable, two))).isEqualTo("approval-missing");
        answer(asked, approver("bob"), true);
        point(stable, two);
        assertThat(store.get(Approvals.class).find(asked.id()).orElseThrow().state())
                .isEqualTo(ApprovalState.USED);
        point(stable, one);
        point(stable, two);
        point(stable, null);
    }

    @Test
    void severalServersMoveAChannelOnce() throws Exception {
        rule(testers, "");
        point(beta, published("1.0"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> look = rules::act;
            threads.invokeAll(List.of(look, look, look, look));
        }
        assertThat(store.get(ChannelHistory.class).of(stable.id(), null, 9)).hasSize(1);
        assertThat(rollout(groups.find(application.id(), "everybody").orElseThrow()).createdBy())
                .isEqualTo("system");
    }

    @Test
    void ruleDoesNotLeadToItsOwnChannel() {
        Group everybody = groups.find(application.id(), "everybody").orElseThrow();
        assertThat(refusal(() -> rule(everybody, ""))).isEqualTo("policy-invalid");
    }
}
