package dev.platte.db.lock;

import static dev.platte.db.lock.TestLock.ANNA;
import static dev.platte.db.lock.TestLock.position;
import static dev.platte.db.lock.TestLock.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.lock.LockAnswer.Outcome;
import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.LockAsk.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class LockTurnsTest {

    private final TestStore store;

    LockTurnsTest(TestStore store) {
        this.store = store;
    }

    private TestLock lock(String rules) {
        return TestLock.with(store, rules);
    }

    @Test
    void zincatiTakesTurns() {
        TestLock lock = lock("");

        assertThat(told(lock.zincati(Kind.STEADY_STATE, "a"))).isEqualTo("HELD_NONE");
        assertThat(told(lock.zincati(Kind.PRE_REBOOT, "a"))).isEqualTo("go");
        assertThat(told(lock.zincati(Kind.PRE_REBOOT, "a"))).as("again").isEqualTo("go");
        assertThat(told(lock.zincati(Kind.PRE_REBOOT, "b")))
                .isEqualTo("failed_lock_semaphore_full");
        assertThat(told(lock.zincati(Kind.STEADY_STATE, "b"))).isEqualTo("HELD_NONE");
        assertThat(told(lock.zincati(Kind.STEADY_STATE, "a"))).isEqualTo("BACK");
        assertThat(told(lock.zincati(Kind.PRE_REBOOT, "b"))).isEqualTo("go");
        assertThat(lock.timeline()).containsExactly("GRANTED a", "BACK a", "GRANTED b");
    }

    @Test
    void firstComeFirstServed() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        TestLock.Host b = lock.host("b");
        TestLock.Host c = lock.host("c");

        assertThat(a.gets()).isEqualTo("go");
        assertThat(position(b.wants())).isEqualTo(1);
        store.clock().advance(Duration.ofSeconds(1));
        assertThat(position(c.wants())).isEqualTo(2);
        assertThat(position(b.wants())).isEqualTo(1);
        a.reboot("2.0.0").isUp();
        assertThat(c.gets()).as("b is first").isEqualTo("failed_lock_semaphore_full");
        assertThat(b.gets()).isEqualTo("go");
        assertThat(position(c.wants())).isEqualTo(1);
    }

    @Test
    void whoStopsAskingKeepsNobodyWaiting() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        a.wants();
        lock.host("gone").wants();
        store.clock().advance(Duration.ofSeconds(1));
        TestLock.Host c = lock.host("c");
        assertThat(position(c.wants())).isEqualTo(2);
        a.reboot("2.0.0").isUp();
        assertThat(c.gets()).isEqualTo("failed_lock_semaphore_full");

        // Told to come back after 15 s: its place is kept for 90 s.
        store.clock().advance(Duration.ofSeconds(91));
        assertThat(c.gets()).isEqualTo("go");
    }

    @Test
    void canariesAndPrioritiesGoFirst() {
        TestLock lock =
                lock("'order':{'canaries':['canary'],'priorities':{'important':5,'late':-5}}");
        TestLock.Host holder = lock.host("holder");
        holder.wants();
        List<TestLock.Host> hosts = new ArrayList<>();
        for (String id : List.of("late", "usual", "important", "canary")) {
            TestLock.Host host = lock.host(id);
            host.wants();
            hosts.add(host);
            store.clock().advance(Duration.ofSeconds(1));
        }

        assertThat(hosts.stream().map(host -> position(host.wants()))).containsExactly(4, 3, 2, 1);
    }

    @Test
    void othersFollowTheCanariesIntoAVersion() {
        TestLock lock =
                lock(
                        "'limit':9,'order':{'canaries':['c1','c2'],'canariesNeeded':2,'canarySoak':'PT1H'}");
        TestLock.Host other = lock.host("other");
        TestLock.Host one = lock.host("c1");
        TestLock.Host two = lock.host("c2");

        assertThat(other.gets()).isEqualTo("node_not_eligible");
        assertThat(one.gets()).isEqualTo("go");
        one.reboot("2.0.0").isUp();
        two.gets();
        two.reboot("2.0.0").isUp();
        assertThat(other.gets()).as("they soak").isEqualTo("node_not_eligible");
        store.clock().advance(Duration.ofHours(1));
        assertThat(other.gets()).isEqualTo("go");
        assertThat(lock.host("next").from("2.0.0", "3.0.0").gets())
                .as("another version, the same canaries again")
                .isEqualTo("node_not_eligible");
    }

    @Test
    void aHostThatMustWaitForItselfKeepsNoSlotFromOthers() {
        TestLock lock = lock("'order':{'canaries':['c1'],'canariesNeeded':1}");
        assertThat(lock.host("other").gets()).isEqualTo("node_not_eligible");
        store.clock().advance(Duration.ofSeconds(1));

        assertThat(told(lock.zincati(Kind.PRE_REBOOT, "unaware"))).isEqualTo("go");
    }

    @Test
    void aHostBackFromItsRebootGivesTheSlotBack() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        a.wants();

        assertThat(told(lock.answer(a.reboot("2.0.0").up(false)))).isEqualTo("NOT_WELL");
        assertThat(lock.holders()).as("up, but not well").containsExactly("a");
        assertThat(a.isUp()).isEqualTo(Outcome.BACK);
        assertThat(a.isUp()).isEqualTo(Outcome.HELD_NONE);
        LockEvent back = store.get(LockBook.class).events(lock.group.id(), "a", null, 1).getFirst();
        assertThat(back.version()).isEqualTo("2.0.0");
    }

    @Test
    void whoDidNotRebootGivesBackWithoutSettling() {
        TestLock lock = lock("'settle':'PT10M'");
        TestLock.Host a = lock.host("a");
        a.wants();

        assertThat(a.isUp()).isEqualTo(Outcome.GAVE_BACK);
        assertThat(lock.slots()).isEmpty();
        assertThat(lock.host("b").gets()).isEqualTo("go");
    }

    @Test
    void aSlotSettlesBeforeTheNextHostGoes() {
        TestLock lock = lock("'settle':'PT10M'");
        TestLock.Host a = lock.host("a");
        a.wants();
        a.reboot("2.0.0").isUp();
        TestLock.Host b = lock.host("b");

        assertThat(b.gets()).isEqualTo("failed_lock_semaphore_full");
        assertThat(lock.holders()).isEmpty();
        store.clock().advance(Duration.ofMinutes(9));
        assertThat(b.gets()).isEqualTo("failed_lock_semaphore_full");
        store.clock().advance(Duration.ofMinutes(1));
        assertThat(b.gets()).isEqualTo("go");
    }

    @Test
    void aHostNeedNotSettleForItself() {
        TestLock lock = lock("'settle':'PT10M'");
        TestLock.Host a = lock.host("a");
        a.wants();
        a.reboot("2.0.0").isUp();

        assertThat(a.from("2.0.0", "3.0.0").gets()).isEqualTo("go");
        assertThat(lock.slots()).singleElement().returns("3.0.0", LockSlot::toVersion);
    }

    @Test
    void lateAndRepeatedRequestsChangeNothing() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        LockAsk early = a.up(true);
        LockAsk first = a.want();
        assertThat(told(lock.answer(first))).isEqualTo("go");

        assertThat(told(lock.answer(early))).as("sent before it asked").isEqualTo("HELD_NONE");
        assertThat(lock.holders()).containsExactly("a");
        assertThat(told(lock.answer(first))).as("the same again").isEqualTo("go");
        LockAsk back = a.reboot("2.0.0").up(true);
        lock.answer(back);
        assertThat(told(lock.answer(first)))
                .as("after it came back")
                .isEqualTo("node_not_eligible");
        assertThat(lock.holders()).isEmpty();
        assertThat(told(lock.answer(back))).isEqualTo("HELD_NONE");
    }

    @Test
    void manyRequestsOfOneHostInABatchFollowEachOther() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("z");
        TestLock.Host b = lock.host("b");

        List<LockAnswer> answers =
                store.get(LockTurns.class)
                        .answer(List.of(a.want(), b.want(), a.want(), a.up(true), a.want()));

        assertThat(answers.stream().map(TestLock::told))
                .containsExactly(
                        "go",
                        "failed_lock_semaphore_full",
                        "go",
                        "GAVE_BACK",
                        "failed_lock_semaphore_full");
        assertThat(b.gets()).isEqualTo("go");
    }

    @Test
    void aHolderThatAsksAgainHasAsLongAgain() {
        TestLock lock = lock("'hold':'PT30M'");
        TestLock.Host a = lock.host("a");
        a.wants();
        store.clock().advance(Duration.ofMinutes(29));
        a.wants();
        store.clock().advance(Duration.ofMinutes(29));

        assertThat(lock.slots()).singleElement().returns(LockSlot.State.HELD, LockSlot::state);
        store.clock().advance(Duration.ofMinutes(1));
        store.get(LockSlots.class).watch();
        assertThat(lock.slots()).singleElement().returns(LockSlot.State.OVERDUE, LockSlot::state);
        assertThat(a.gets()).isEqualTo("go");
        assertThat(lock.timeline()).containsExactly("GRANTED a", "OVERDUE a", "RENEWED a");
    }

    @Test
    void whatIsStoppedStopsAlsoWhoHasNotGoneDown() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        a.wants();
        store.get(LockGroups.class).freeze(lock.group.id(), 0, ANNA.because("storm"));

        LockAnswer answer = a.wants();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        LockAnswer.Waits.class,
                        waits -> {
                            assertThat(waits.reason().sentence())
                                    .isEqualTo("nobody reboots: storm");
                            assertThat(waits.holds()).as("its slot stays its own").isTrue();
                        });
        assertThat(lock.host("b").gets()).isEqualTo("group_paused");
        store.get(LockGroups.class).thaw(lock.group.id(), 1, ANNA.because("over"));
        assertThat(a.gets()).isEqualTo("go");
        assertThat(lock.timeline()).containsExactly("GRANTED a", "FROZEN", "THAWED");
    }

    @Test
    void fallBacksSpendTheBudget() {
        TestLock lock = lock("'limit':2,'failureBudget':0");
        TestLock.Host a = lock.host("a");
        a.wants();

        assertThat(a.reboot("1.0.0").isUp()).isEqualTo(Outcome.FELL_BACK);
        assertThat(lock.host("b").gets()).isEqualTo("rollout_halted");
        assertThat(lock.standing().reason()).isNotNull();
        store.get(LockGroups.class).resume(lock.group.id(), 0, ANNA.because("understood"));
        assertThat(lock.host("b").gets()).isEqualTo("go");
        assertThat(lock.timeline())
                .containsExactly("GRANTED a", "FELL_BACK a", "SPENT", "RESUMED", "GRANTED b");
    }

    @Test
    void overdueHostsCountAsLongAsTheyAre() {
        TestLock lock = lock("'limit':2,'failureBudget':0,'hold':'PT10M'");
        TestLock.Host a = lock.host("a");
        a.wants();
        store.clock().advance(Duration.ofMinutes(10));

        assertThat(lock.host("b").gets()).as("seen without a watch").isEqualTo("rollout_halted");
        assertThat(lock.now().spentSince()).isEqualTo(store.clock().instant());
        a.reboot("2.0.0").isUp();
        assertThat(lock.host("b").gets()).isEqualTo("go");
        assertThat(lock.now().spentSince()).isNull();
    }

    @Test
    void everyChangeHasAnAuditRow() {
        TestLock lock = lock("");
        TestLock.Host a = lock.host("a");
        a.wants();
        a.wants();
        a.reboot("2.0.0").isUp();

        List<AuditRow> rows = store.get(Audit.class).newest("lock/" + lock.group.id(), null, 10);
        assertThat(rows.stream().map(row -> row.who() + " " + row.verb()))
                .containsExactly("host/a lock.back", "host/a lock.grant", "anna lock.create");
    }

    @Test
    void tokensOpenTheirGroupAndHost() {
        TestLock lock = TestLock.with(store, "", LockAccess.TOKEN);
        TestLock other = TestLock.with(store, "", LockAccess.TOKEN);
        LockTokens tokens = store.get(LockTokens.class);
        LockTokens.Issued any = tokens.issue(lock.group.id(), null, "all", null, ANNA);
        LockTokens.Issued own = tokens.issue(lock.group.id(), "a", "", null, ANNA);
        LockTokens.Issued foreign = tokens.issue(other.group.id(), null, "", null, ANNA);

        assertThat(told(with(lock, "a", new Credential.None()))).contains("wants a token");
        assertThat(told(with(lock, "a", token(own)))).isEqualTo("go");
        assertThat(told(with(lock, "b", token(own)))).contains("does not open");
        assertThat(told(with(lock, "b", token(any)))).isEqualTo("failed_lock_semaphore_full");
        assertThat(told(with(lock, "a", token(foreign)))).contains("does not open");
        assertThat(
                        told(
                                with(
                                        lock,
                                        "a",
                                        new Credential.Certificate(
                                                Set.of("a"), Set.of(lock.group.name())))))
                .as("tokens only")
                .contains("does not name");
        tokens.revoke(lock.group.id(), any.token().id(), ANNA);
        assertThat(told(with(lock, "b", token(any)))).contains("does not open");
        assertThat(any.toString()).doesNotContain(any.secret());
    }

    @Test
    void certificatesNameHostAndGroup() {
        TestLock lock = TestLock.with(store, "", LockAccess.CERTIFICATE);
        String name = lock.group.name();

        assertThat(told(with(lock, "a", new Credential.Certificate(Set.of("a"), Set.of(name)))))
                .isEqualTo("go");
        assertThat(told(with(lock, "a", new Credential.Certificate(Set.of("b"), Set.of(name)))))
                .contains("does not name");
        assertThat(told(with(lock, "a", new Credential.Certificate(Set.of("a"), Set.of("x")))))
                .contains("does not name");
    }

    private static Credential token(LockTokens.Issued issued) {
        return new Credential.Token(LockTokens.hash(issued.secret()));
    }

    private static LockAnswer with(TestLock lock, String host, Credential credential) {
        return lock.answer(
                new LockAsk(Kind.PRE_REBOOT, lock.group.name(), host, Said.NOTHING, credential));
    }

    @Test
    void nobodyKnowsAGroupThatNobodyMade() {
        LockAsk ask =
                new LockAsk(Kind.PRE_REBOOT, "nowhere", "a", Said.NOTHING, new Credential.None());

        assertThat(store.get(LockTurns.class).answer(List.of(ask)))
                .containsExactly(new LockAnswer.UnknownGroup());
    }

    /** Sixteen askers at once, each its own transaction, as replicas are. */
    @Test
    void whoeverAsksAtOnceNeverGetsMoreThanThereIs() throws Exception {
        TestLock lock = lock("'limit':3");
        LockTurns turns = store.get(LockTurns.class);
        List<Callable<String>> asks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            LockAsk ask = lock.host("host-" + i).want();
            asks.add(() -> told(turns.answer(List.of(ask)).getFirst()));
        }
        List<String> told = new ArrayList<>();
        try (ExecutorService askers = Executors.newFixedThreadPool(8)) {
            for (Future<String> answer : askers.invokeAll(asks)) {
                told.add(answer.get());
            }
        }

        assertThat(told.stream().filter("go"::equals)).hasSize(3);
        assertThat(lock.holders()).hasSize(3);
    }
}
