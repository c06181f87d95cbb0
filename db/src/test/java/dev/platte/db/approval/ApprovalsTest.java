package dev.platte.db.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.access.Changes;
import dev.platte.db.access.Grant;
import dev.platte.db.access.Identity;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class ApprovalsTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Caller ROOT = new Caller("root", null, "test", null);
    private static final Duration DAY = Duration.ofDays(1);

    private final TestStore store;
    private final Approvals approvals;
    private final Tokens tokens;
    private final Users users;

    ApprovalsTest(TestStore store) {
        this.store = store;
        this.approvals = store.get(Approvals.class);
        this.tokens = store.get(Tokens.class);
        this.users = store.get(Users.class);
    }

    private static Change promotion() {
        return new Change(
                null,
                "channel.promote",
                "channel/" + NUMBER.incrementAndGet(),
                List.of("package/7"));
    }

    private Identity person(Role role) {
        return token(role, null);
    }

    private Identity token(Role role, User owner) {
        String secret =
                tokens.issue(
                                new dev.platte.db.access.NewToken(
                                        "token-" + NUMBER.incrementAndGet(),
                                        role,
                                        owner == null ? null : owner.name(),
                                        List.of(),
                                        null),
                                ROOT)
                        .secret();
        return tokens.identify(secret).orElseThrow();
    }

    private Approval request(Change change, int needed, Identity by) {
        return approvals.request(change, "alpha to beta", needed, DAY, caller(by));
    }

    private static Caller caller(Identity by) {
        return by.caller("because", null, false);
    }

    private Approval approve(Approval asked, Identity by) {
        return approvals.approve(asked.id(), by, caller(by));
    }

    private Approval use(Change change) {
        return store.get(Changes.class).change(ROOT, () -> approvals.use(change, ROOT));
    }

    private static String codeOf(Runnable verb) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, verb::run);
        return refused == null ? "nothing refused" : refused.code();
    }

    @Test
    void anotherPersonsYesLetsTheChangeHappenOnce() {
        Change change = promotion();
        Identity asker = person(Role.OPERATOR);
        assertThat(codeOf(() -> use(change))).isEqualTo("approval-missing");
        Approval asked = request(change, 1, asker);
        assertThat(codeOf(() -> use(change))).isEqualTo("approval-missing");
        Approval agreed = approve(asked, person(Role.APPROVER));
        assertThat(agreed.state()).isEqualTo(ApprovalState.APPROVED);
        assertThat(agreed.votes()).hasSize(1);
        assertThat(approvals.open(change)).contains(agreed);
        assertThat(use(change).state()).isEqualTo(ApprovalState.USED);
        assertThat(codeOf(() -> use(change))).isEqualTo("approval-missing");
        assertThat(approvals.open(change)).isEmpty();
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        Identity asker = person(Role.ADMIN);
        Approval asked = request(promotion(), 1, asker);
        assertThat(codeOf(() -> approve(asked, asker))).isEqualTo("approval-own");
        assertThat(codeOf(() -> approvals.reject(asked.id(), asker, caller(asker))))
                .isEqualTo("approval-own");
        assertThat(approvals.withdraw(asked.id(), caller(asker)).state())
                .isEqualTo(ApprovalState.WITHDRAWN);
    }

    @Test
    void anotherTokenOfTheSamePersonIsNoOtherPerson() {
        User eve =
                users.create(
                        new NewUser(
                                "eve-" + NUMBER.incrementAndGet(),
                                null,
                                null,
                                List.of(Grant.everywhere(Role.ADMIN))),
                        ROOT);
        Approval asked = request(promotion(), 1, token(Role.OPERATOR, eve));
        Identity second = token(Role.APPROVER, eve);
        assertThat(codeOf(() -> approve(asked, second))).isEqualTo("approval-own");

        Approval two = request(promotion(), 2, person(Role.OPERATOR));
        assertThat(approve(two, second).state()).isEqualTo(ApprovalState.PENDING);
        assertThat(codeOf(() -> approve(two, token(Role.APPROVER, eve))))
                .isEqualTo("approval-answered");
        assertThat(approve(two, person(Role.APPROVER)).state()).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anOperatorApprovesNothing() {
        Approval asked = request(promotion(), 1, person(Role.OPERATOR));
        assertThat(codeOf(() -> approve(asked, person(Role.OPERATOR)))).isEqualTo("role-too-low");
    }

    @Test
    void oneNoEndsItEvenAfterAYes() {
        Change change = promotion();
        Approval asked = request(change, 1, person(Role.OPERATOR));
        approve(asked, person(Role.APPROVER));
        Identity careful = person(Role.APPROVER);
        assertThat(approvals.reject(asked.id(), careful, caller(careful)).state())
                .isEqualTo(ApprovalState.REJECTED);
        assertThat(codeOf(() -> use(change))).isEqualTo("approval-missing");
        assertThat(codeOf(() -> approve(asked, person(Role.APPROVER))))
                .isEqualTo("approval-closed");
        assertThat(
                        codeOf(
                                () ->
                                        approvals.reject(
                                                asked.id(),
                                                careful,
                                                careful.caller(null, null, false))))
                .isEqualTo("reason-required");
    }

    @Test
    void anApprovalCountsForNoOtherChange() {
        Change change = promotion();
        approve(request(change, 1, person(Role.OPERATOR)), person(Role.APPROVER));
        Change other = new Change(null, change.action(), change.subject(), List.of("package/8"));
        assertThat(codeOf(() -> use(other))).isEqualTo("approval-missing");
        assertThat(other.fingerprint()).isNotEqualTo(change.fingerprint());
        assertThat(new Change("a", "b", "c", List.of("d", "e")).fingerprint())
                .isNotEqualTo(new Change("a", "b", "c", List.of("de")).fingerprint());
    }

    @Test
    void timeEndsARequestWithAnAuditRow() {
        Change change = promotion();
        Approval asked = request(change, 1, person(Role.OPERATOR));
        approve(asked, person(Role.APPROVER));
        store.clock().advance(DAY);
        assertThat(codeOf(() -> use(change))).isEqualTo("approval-missing");
        assertThat(codeOf(() -> approve(asked, person(Role.APPROVER))))
                .isEqualTo("approval-closed");
        assertThat(approvals.expireDue()).isPositive();
        assertThat(approvals.find(asked.id()).orElseThrow().state())
                .isEqualTo(ApprovalState.EXPIRED);
        assertThat(approvals.expireDue()).isZero();
        assertThat(
                        store.get(dev.platte.db.access.Audit.class)
                                .newest("approval/" + asked.id(), null, 1)
                                .getFirst()
                                .verb())
                .isEqualTo("approval.expire");
    }

    @Test
    void askingAgainGivesTheOpenRequestAndANewOneAfterItsEnd() {
        Change change = promotion();
        Approval first = request(change, 1, person(Role.OPERATOR));
        assertThat(request(change, 1, person(Role.OPERATOR)).id()).isEqualTo(first.id());
        store.clock().advance(DAY);
        assertThat(request(change, 1, person(Role.OPERATOR)).id()).isNotEqualTo(first.id());
    }

    @Test
    void aRefusedChangeUsesNothingUp() {
        Change change = promotion();
        approve(request(change, 1, person(Role.OPERATOR)), person(Role.APPROVER));
        assertThatThrownBy(
                        () ->
                                store.get(Changes.class)
                                        .change(
                                                ROOT,
                                                () -> {
                                                    approvals.use(change, ROOT);
                                                    throw RefusedException.conflict("x-y", "no");
                                                }))
                .isInstanceOf(RefusedException.class);
        assertThat(use(change).state()).isEqualTo(ApprovalState.USED);
    }

    @Test
    void ofManyAtOnceOneUsesIt() throws InterruptedException, ExecutionException {
        Change change = promotion();
        approve(request(change, 1, person(Role.OPERATOR)), person(Role.APPROVER));
        List<Future<String>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> codeOf(() -> use(change))));
            }
        }
        int done = 0;
        for (Future<String> each : all) {
            done += each.get().equals("nothing refused") ? 1 : 0;
        }
        assertThat(done).isEqualTo(1);
    }
}
