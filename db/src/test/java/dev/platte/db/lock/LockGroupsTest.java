package dev.platte.db.lock;

import static dev.platte.db.lock.TestLock.ANNA;
import static dev.platte.db.lock.TestLock.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.LockAsk.Said;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.omaha.value.MachineId;
import dev.platte.policy.lock.LockRules;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@OnEachPostgres
final class LockGroupsTest {

    private final TestStore store;
    private final LockGroups groups;

    LockGroupsTest(TestStore store) {
        this.store = store;
        this.groups = store.get(LockGroups.class);
    }

    private static void refused(ThrowingCallable verb, String code) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, verb);
        assertThat(refusal).as("refusal " + code).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static String name() {
        return "g-" + UUID.randomUUID();
    }

    private String ask(String group, String host, String to) {
        return ask(group, host, to, 1);
    }

    private String ask(String group, String host, String to, long seq) {
        Said said = new Said(seq, "boot", null, "1.0.0", to, "1.0.0", null, null);
        LockAsk ask = new LockAsk(Kind.PRE_REBOOT, group, host, said, new Credential.None());
        return told(store.get(LockTurns.class).answer(List.of(ask)).getFirst());
    }

    @Test
    void namesAreWhatHostsCanSay() {
        for (String bad : List.of("", ".", "..", "prod/db", "a b", "ä", "x".repeat(101))) {
            refused(() -> groups.create(bad, LockSettings.USUAL, ANNA), "lock-group-name-invalid");
        }
        String name = name();
        LockGroup made = groups.create(name, LockSettings.USUAL, ANNA);
        assertThat(groups.find(name)).contains(made);
        refused(() -> groups.create(name, LockSettings.USUAL, ANNA), "lock-group-exists");
    }

    @Test
    void rulesAndDocumentSayTheSame() {
        String whole =
                """
                {"limit":"10%","hold":"PT30M","settle":"PT5M",
                 "overdue":{"rule":"RECLAIM_AFTER","late":"PT2H"},"failureBudget":3,
                 "order":{"canaries":["a","b"],"canariesNeeded":1,"canarySoak":"PT1H",
                   "priorities":{"c":-5,"d":7}},
                 "windows":{"zone":"Europe/Berlin",
                   "weekly":[{"days":["SUNDAY"],"from":"02:00","to":"05:00"}],"closed":[]},
                 "followsRollouts":false}
                """;
        LockRules rules = LockGroups.parse(JsonMapper.shared().readTree(whole));

        assertThat(LockGroups.document(rules))
                .hasToString(JsonMapper.shared().readTree(whole).toString());
        assertThat(LockGroups.parse(LockGroups.document(LockRules.USUAL)))
                .isEqualTo(LockRules.USUAL);
        assertThat(LockGroups.parse(JsonMapper.shared().readTree("{}"))).isEqualTo(LockRules.USUAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"limits":3}                          | rules has no field limits
                    {"limit":-1}                          | rules.limit is -1; give a whole number, 0 to 1000000
                    {"limit":"a few"}                     | rules.limit is "a few"; give a number of hosts, or a share such as "10%"
                    {"limit":"101%"}                      | rules.limit is "101%"
                    {"hold":"PT1S"}                       | rules.hold is "PT1S"; give a duration
                    {"overdue":{"rule":"KILL"}}           | rules.overdue is {"rule":"KILL"}; give a rule HOLD
                    {"overdue":{"rule":"RECLAIM_AFTER"}}  | rules.overdue.late is missing
                    {"order":{"canariesNeeded":1}}        | rules.order: 1 canaries must be back first
                    {"order":{"priorities":{"a":101}}}    | rules.order.priorities.a is 101
                    """)
    void badRulesAreRefusedByTheirNames(String document, String message) {
        RefusedException refusal =
                catchThrowableOfType(
                        RefusedException.class,
                        () -> LockGroups.parse(JsonMapper.shared().readTree(document)));

        assertThat(refusal.code()).isEqualTo("policy-invalid");
        assertThat(refusal).hasMessageContaining(message);
    }

    @Test
    void changesNeedTheRevisionThatWasSeen() {
        LockGroup group = groups.create(name(), LockSettings.USUAL, ANNA);
        LockRules three = LockGroups.parse(JsonMapper.shared().readTree("{\"limit\":3}"));
        groups.set(group.id(), LockSettings.USUAL.with(three), 0, ANNA);

        refused(() -> groups.set(group.id(), LockSettings.USUAL, 0, ANNA), "changed-meanwhile");
        refused(() -> groups.freeze(group.id(), 0, ANNA), "changed-meanwhile");
        refused(() -> groups.freeze(group.id(), 1, ANNA.because(null)), "reason-required");
        groups.freeze(group.id(), 1, ANNA);
        refused(() -> groups.freeze(group.id(), 2, ANNA), "lock-group-frozen");
        groups.thaw(group.id(), 2, ANNA);
        refused(() -> groups.thaw(group.id(), 3, ANNA), "lock-group-not-frozen");
    }

    @Test
    void aGroupInUseIsNotRemoved() {
        TestLock lock = TestLock.with(store, "");
        TestLock.Host a = lock.host("a");
        a.wants();
        refused(() -> groups.delete(lock.group.id(), 0, ANNA), "lock-group-in-use");
        a.reboot("2.0.0").isUp();
        groups.delete(lock.group.id(), 0, ANNA);

        assertThat(groups.find(lock.group.id())).isEmpty();
    }

    @Test
    void aDryRunChangesNothing() {
        TestLock lock = TestLock.with(store, "");
        lock.host("a").wants();
        Caller trying = new Caller("anna", null, "try", null, true);

        store.get(LockSlots.class).free(lock.group.id(), "a", trying);
        assertThat(lock.holders()).containsExactly("a");
    }

    @Test
    void peopleTakeAndFreeSlots() {
        TestLock lock = TestLock.with(store, "");
        LockSlots slots = store.get(LockSlots.class);
        TestLock.Host a = lock.host("a");
        a.isUp();

        slots.take(lock.group.id(), "a", ANNA.because("a new disk"));
        refused(() -> slots.take(lock.group.id(), "a", ANNA), "lock-held");
        refused(() -> slots.take(lock.group.id(), "b", ANNA), "lock-slots-taken");
        assertThat(a.isUp()).as("it was not down").isEqualTo(LockAnswer.Outcome.KEPT);
        refused(() -> slots.free(lock.group.id(), "a", ANNA.because(null)), "reason-required");
        refused(() -> slots.free(lock.group.id(), "b", ANNA), "lock-not-held");
        slots.free(lock.group.id(), "a", ANNA.because("done"));
        assertThat(lock.slots()).isEmpty();
        slots.take(lock.group.id(), "a", ANNA);
        assertThat(a.reboot("1.0.0").isUp()).isEqualTo(LockAnswer.Outcome.BACK);
        assertThat(lock.timeline()).containsExactly("TAKEN a", "FREED a", "TAKEN a", "BACK a");
    }

    @Test
    void aForgottenHostWaitsNoMore() {
        TestLock lock = TestLock.with(store, "");
        lock.host("a").wants();
        lock.host("b").wants();
        LockSlots slots = store.get(LockSlots.class);

        refused(() -> slots.forget(lock.group.id(), "a", ANNA), "lock-held");
        slots.forget(lock.group.id(), "b", ANNA);
        refused(() -> slots.forget(lock.group.id(), "b", ANNA), "lock-host-unknown");
        assertThat(lock.standing().waiting()).isZero();
    }

    @Test
    void whoWaitsIsShownInOrderWithTheReason() {
        TestLock lock = TestLock.with(store, "");
        lock.host("a").wants();
        lock.host("b").wants();
        store.clock().advance(Duration.ofSeconds(1));
        lock.host("c").wants();
        LockBook book = store.get(LockBook.class);

        assertThat(book.waiting(lock.group.id(), 0, 10))
                .extracting(WaitingHost::host)
                .containsExactly("b", "c");
        WaitingHost c = book.waiting(lock.group.id(), 1, 10).getFirst();
        assertThat(c.position()).isEqualTo(2);
        assertThat(c.kind()).isEqualTo("failed_lock_semaphore_full");
        assertThat(c.reason()).isEqualTo("1 of 1 slots are taken, position 2");
        assertThat(book.host(lock.group.id(), "c").orElseThrow().waiting()).isEqualTo(c);
        assertThat(book.host(lock.group.id(), "a").orElseThrow().slot()).isNotNull();
        assertThat(book.host(lock.group.id(), "nobody")).isEmpty();
        assertThat(book.hostnames(lock.group.id(), List.of("a"))).containsEntry("a", "name-a");
    }

    @Test
    void overdueSlotsAreTakenBackByTheGroupsRule() {
        TestLock holds = TestLock.with(store, "'hold':'PT10M'");
        TestLock reclaims =
                TestLock.with(
                        store,
                        "'limit':2,'hold':'PT10M','failureBudget':1,'overdue':{'rule':'RECLAIM_AFTER','late':'PT5M'}");
        holds.host("a").wants();
        reclaims.host("a").wants();
        LockSlots slots = store.get(LockSlots.class);

        store.clock().advance(Duration.ofMinutes(14));
        slots.watch();
        assertThat(reclaims.holders()).containsExactly("a");
        store.clock().advance(Duration.ofMinutes(1));
        slots.watch();
        assertThat(reclaims.holders()).isEmpty();
        assertThat(reclaims.timeline()).containsExactly("GRANTED a", "OVERDUE a", "RECLAIMED a");
        assertThat(reclaims.now().failures()).isEqualTo(1);
        assertThat(holds.holders()).containsExactly("a");

        reclaims.host("b").wants();
        store.clock().advance(Duration.ofMinutes(30));
        slots.watch();
        assertThat(reclaims.holders()).as("the budget has no room").containsExactly("b");
        assertThat(reclaims.timeline()).endsWith("OVERDUE b", "SPENT");
    }

    @Test
    void aHostBelongsToItsUpdateGroup() {
        Outline fleet = new Outline(store);

        assertThat(ask(fleet.track, "a", "2.0.0")).isEqualTo("go");
        assertThat(groups.find(fleet.track).orElseThrow().covers()).isEmpty();
        assertThat(ask(fleet.group.uid().toString(), "a", "2.0.0")).isEqualTo("go");
        assertThat(groups.find(fleet.group.uid().toString()).orElseThrow().covers())
                .containsExactly(fleet.group.id());
    }

    @Test
    void aShareIsOfTheUpdateGroupsHosts() {
        Outline fleet = new Outline(store);
        JdbcClient sql = store.database().sql();
        sql.sql(
                        """
                        insert into host_counter (application_id, group_id, arch, version, state, hosts)
                        values (?, ?, 'amd64', '1.0.0', 'UNKNOWN', 40)
                        """)
                .params(fleet.group.applicationId(), fleet.group.id())
                .update();
        LockRules share = LockGroups.parse(JsonMapper.shared().readTree("{\"limit\":\"10%\"}"));
        LockGroup lock = groups.create(fleet.track, LockSettings.USUAL.with(share), ANNA);
        LockGroup own = groups.create(name(), LockSettings.USUAL.with(share), ANNA);
        for (int i = 0; i < 30; i++) {
            ask(own.name(), "host-" + i, "2.0.0");
        }

        assertThat(store.get(LockBook.class).standing(lock).limit()).isEqualTo(4);
        assertThat(store.get(LockBook.class).standing(own).limit())
                .as("of those who ever spoke")
                .isEqualTo(3);
    }

    @Test
    void stoppedRolloutsAndWithdrawnReleasesHoldReboots() {
        Outline fleet = new Outline(store);
        fleet.publish("1.0.0");
        fleet.publish("2.0.0");
        Rollouts rollouts = store.get(Rollouts.class);
        Rollout rolling =
                rollouts.list(fleet.group.applicationId(), fleet.group.id(), null, 1).getFirst();

        assertThat(ask(fleet.track, "a", "2.0.0", 1)).isEqualTo("go");
        rollouts.halt(rolling.id(), rolling.revision(), ANNA.because("it burns"));
        assertThat(ask(fleet.track, "a", "2.0.0", 2)).isEqualTo("rollout_halted");
        assertThat(ask(fleet.track, "b", "1.5.0", 1))
                .as("not the version that is halted")
                .isEqualTo("failed_lock_semaphore_full");
        fleet.withdraw();
        assertThat(ask(fleet.track, "b", "2.0.0", 2)).isEqualTo("rollout_halted");
        rollouts.resume(rolling.id(), rolling.revision() + 1, ANNA);
        assertThat(ask(fleet.track, "b", "2.0.0", 3)).isEqualTo("node_not_eligible");

        Group group = store.get(Groups.class).find(fleet.group.id()).orElseThrow();
        store.get(Groups.class).pause(group.id(), group.revision(), ANNA.because("holidays"));
        assertThat(ask(fleet.track, "b", "1.5.0", 4)).isEqualTo("rollout_halted");
        LockGroup lock = groups.find(fleet.track).orElseThrow();
        groups.set(
                lock.id(),
                LockSettings.of(lock)
                        .with(
                                LockGroups.parse(
                                        JsonMapper.shared()
                                                .readTree("{\"followsRollouts\":false}"))),
                lock.revision(),
                ANNA);
        assertThat(ask(fleet.track, "a", "2.0.0", 5)).isEqualTo("go");
    }

    @Test
    void theSlotOfARetiredHostIsTakenBack() {
        Outline fleet = new Outline(store);
        String machine = UUID.randomUUID().toString().replace("-", "");
        fleet.host(machine);
        LockRules rule =
                LockGroups.parse(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"hold\":\"PT1M\",\"overdue\":{\"rule\":\"RECLAIM_RETIRED\"}}"));
        LockGroup lock = groups.create(fleet.track, LockSettings.USUAL.with(rule), ANNA);
        String zincati = new MachineId(machine).zincati().orElseThrow().text();
        ask(fleet.track, zincati, "2.0.0");
        LockBook book = store.get(LockBook.class);
        assertThat(book.host(lock.id(), zincati).orElseThrow().machineId()).isEqualTo(machine);

        store.clock().advance(Duration.ofHours(1));
        store.get(LockSlots.class).watch();
        assertThat(book.standing(lock).slots()).hasSize(1);
        fleet.retire(machine);
        store.get(LockSlots.class).watch();
        assertThat(book.standing(lock).slots()).isEmpty();
    }
}
