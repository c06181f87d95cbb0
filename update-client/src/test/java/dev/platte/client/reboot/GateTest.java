package dev.platte.client.reboot;

import static dev.platte.client.reboot.TestGate.BEGIN;
import static dev.platte.client.reboot.TestGate.WISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.lock.EtcdServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on their way to a reboot and back, with a lock in a real etcd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class GateTest {
    private static final String A = "1c09ca98649c4c7abc779cd04c96812e";
    private static final String B = "2c09ca98649c4c7abc779cd04c96812e";

    @TempDir static Path home;
    private static int count;
    private EtcdServer etcd;
    private String group = "";

    @BeforeAll
    void start() throws Exception {
        etcd = EtcdServer.start(home);
    }

    @AfterAll
    void stop() {
        if (etcd != null) {
            etcd.close();
        }
    }

    @BeforeEach
    void fresh() {
        group = "gate-" + ++count;
    }

    private TestGate host(String machineId) throws Exception {
        TestGate host = new TestGate(home.resolve(group + "-" + machineId), machineId);
        host.keys.put("REBOOT_STRATEGY", "etcd-lock");
        host.keys.put("ETCD_ENDPOINTS", etcd.address().toString());
        host.keys.put("LOCK_GROUP", group);
        host.keys.put("REBOOT_WINDOW_ZONE", "UTC");
        return host;
    }

    private String holders() throws Exception {
        return etcd.ctl(
                "get",
                "--print-value-only",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore");
    }

    @Test
    void aHostTakesASlotGoesDownAndGivesItBackWhenItIsWell() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Gone.class);
        assertThat(host.reboots).isEqualTo(1);
        assertThat(holders()).contains(A);

        host.unwell = Optional.of("USR-B is not confirmed yet");
        host.boot("boot-2");
        host.step();
        host.step();
        assertThat(host.gate().words()).contains("not confirmed yet");
        assertThat(holders()).contains(A);

        host.unwell = Optional.empty();
        host.keys.put("REBOOT_SETTLE", "5m");
        host.step();
        assertThat(host.gate().words()).contains("settling for 300 s");
        assertThat(holders()).contains(A);
        host.until(Gate.Quiet.class);
        assertThat(holders()).doesNotContain(A);
        assertThat(host.ticker.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theSecondHostWaitsUntilTheFirstIsBack() throws Exception {
        TestGate first = host(A);
        TestGate second = host(B);
        first.want(WISH);
        second.want(WISH);
        first.until(Gate.Gone.class);
        Gate.Queued queued = second.until(Gate.Queued.class);
        assertThat(queued.obstacle().kind()).isEqualTo("failed_lock_semaphore_full");
        assertThat(second.gate().words()).contains(A);

        first.boot("boot-2");
        first.until(Gate.Quiet.class);
        second.until(Gate.Gone.class);
        assertThat(holders()).contains(B);
    }

    @Test
    void aRestartOfTheDaemonFreesNothing() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Draining.class);
        host.restart();
        assertThat(host.gate()).isInstanceOf(Gate.Looking.class);
        assertThat(holders()).contains(A);
        host.until(Gate.Gone.class);

        host.restart();
        assertThat(host.gate()).isInstanceOf(Gate.Stuck.class);
        assertThat(holders()).as("it may go down at any moment").contains(A);
        host.wantNothing();
        Duration before = host.ticker.elapsed();
        host.step();
        assertThat(holders()).contains(A);
        assertThat(host.ticker.elapsed()).as("it waits").isGreaterThan(before);
        assertThat(host.gate().mayHold()).isTrue();
    }

    @Test
    void sinceWhenASlotIsHeldOutlivesTheDaemonAndTheBoot() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Draining.class);
        assertThat(host.slot().flatMap(SlotRecord::since)).contains(BEGIN);

        host.ticker.pass(Duration.ofMinutes(5));
        host.restart();
        host.want(WISH);
        host.until(Gate.Gone.class);
        assertThat(host.slot().flatMap(SlotRecord::since)).contains(BEGIN);

        host.boot("boot-2");
        assertThat(host.slot().flatMap(SlotRecord::since)).contains(BEGIN);
        host.until(Gate.Quiet.class);
        assertThat(host.slot()).isEmpty();
    }

    @Test
    void settingsThatNameAnotherLockSendTheSlotBackToTheOldOne() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Draining.class);
        host.keys.put("LOCK_GROUP", group + "-other");
        host.until(Gate.Blocked.class);
        host.isBlockedBy("lock_changed");
        assertThat(holders()).doesNotContain(A);
        host.until(Gate.Gone.class);
        group += "-other";
        assertThat(holders()).contains(A);
        assertThat(host.reboots).isEqualTo(1);
    }

    @Test
    void whoeverWaitsAndIsMovedToAnotherGroupWaitsThere() throws Exception {
        TestGate first = host(A);
        first.want(WISH);
        first.until(Gate.Gone.class);
        TestGate second = host(B);
        second.want(WISH);
        second.until(Gate.Queued.class);
        second.keys.put("LOCK_GROUP", group + "-other");
        second.until(Gate.Gone.class);
        assertThat(holders()).contains(A).doesNotContain(B);
    }

    @Test
    void aHostWithoutARecordSaysOnceThatItIsUp() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Gone.class);
        // The disk with its state was lost, and the host made anew.
        Files.delete(host.root.resolve("var/lib/update_engine/reboot-slot"));
        host.boot("boot-2");
        assertThat(host.gate()).isInstanceOf(Gate.Returned.class);
        host.until(Gate.Quiet.class);
        assertThat(holders()).doesNotContain(A);
        host.restart();
        assertThat(host.gate()).isInstanceOf(Gate.Quiet.class);
    }

    @Test
    void aSlotThatIsHeldForNothingGoesBack() throws Exception {
        TestGate host = host(A);
        host.want(WISH);
        host.until(Gate.Draining.class);
        host.wantNothing();
        host.until(Gate.Quiet.class);
        assertThat(holders()).doesNotContain(A);
        assertThat(host.reboots).isZero();
    }

    @Test
    void outsideItsWindowAHostAsksForNothing() throws Exception {
        TestGate host = host(A);
        host.keys.put("REBOOT_WINDOWS", "Mon 14:00/1h");
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.isBlockedBy("outside_window");
        assertThat(host.gate().words()).contains("opens at 2026-03-02T14:00:00Z");
        assertThat(holders()).isEmpty();

        host.until(Gate.Gone.class);
        assertThat(host.ticker.now()).isBetween(BEGIN.plusSeconds(7200), BEGIN.plusSeconds(7260));
    }

    @Test
    void aWindowThatClosesDuringTheHooksSendsTheSlotBack() throws Exception {
        TestGate host = host(A);
        host.keys.put("REBOOT_WINDOWS", "Mon 11:30/1h");
        host.hook("10-drain", "echo $1 >> $PLATTE_ROOT/hooked");
        host.want(WISH);
        host.until(Gate.Checking.class);
        host.ticker.pass(Duration.ofMinutes(40));
        host.until(Gate.Blocked.class);
        host.isBlockedBy("outside_window");
        assertThat(holders()).doesNotContain(A);
        assertThat(host.hooked()).isEqualTo("drain\nresume\n");
        assertThat(host.reboots).isZero();
    }

    @Test
    void aClockThatIsSetIsNoticed() throws Exception {
        TestGate host = host(A);
        host.keys.put("REBOOT_WINDOWS", "Mon 14:00/1h");
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.ticker.set(BEGIN.plus(Duration.ofMinutes(130)));
        host.until(Gate.Gone.class);
        assertThat(host.ticker.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatLogindRefusesIsTriedAgainAndTheSlotGoesBackInTheEnd() throws Exception {
        TestGate host = host(A);
        host.refusal = Optional.of("logind says: access denied");
        host.want(WISH);
        Gate.Stuck stuck = host.until(Gate.Stuck.class);
        assertThat(stuck.obstacle().sentence()).contains("access denied");
        assertThat(holders()).contains(A);
        host.until(Gate.Blocked.class);
        assertThat(holders()).doesNotContain(A);
        assertThat(host.ticker.elapsed()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));

        host.refusal = Optional.empty();
        host.until(Gate.Gone.class);
    }

    @Test
    void aHookThatFailsSendsTheSlotBackUnlessTheSettingsInsist() throws Exception {
        TestGate host = host(A);
        host.hook("10-drain", "echo $1 $PLATTE_TO >> $PLATTE_ROOT/hooked; [ $1 = resume ]");
        host.want(WISH);
        Gate.Blocked blocked = host.until(Gate.Blocked.class);
        assertThat(blocked.obstacle().kind()).isEqualTo("hook_failed");
        assertThat(host.hooked()).isEqualTo("drain 2.0.0\nresume 2.0.0\n");
        assertThat(holders()).doesNotContain(A);

        host.keys.put("REBOOT_HOOK_FAILURE", "proceed");
        host.until(Gate.Gone.class);
    }

    @Test
    void afterTheRebootHooksMakeTheHostUsefulBeforeItsSlotGoes() throws Exception {
        TestGate host = host(A);
        host.hook("10-drain", "echo $1 >> $PLATTE_ROOT/hooked; [ ! -e $PLATTE_ROOT/bad ]");
        host.want(WISH);
        host.until(Gate.Gone.class);
        host.write("bad", "");
        host.boot("boot-2");
        host.step();
        host.step();
        assertThat(host.gate().words()).contains("the hook 10-drain failed");
        assertThat(holders()).contains(A);
        Files.delete(host.root.resolve("bad"));
        host.until(Gate.Quiet.class);
        assertThat(holders()).doesNotContain(A);
        assertThat(host.hooked()).endsWith("resume\n");
    }

    @Test
    void aHookThatFailsInOtherWordsEachTimeIsNotRunWithoutAPause() throws Exception {
        TestGate host = host(A);
        host.hook("10-drain", "[ $1 = drain ] || { echo $$; exit 1; }");
        host.want(WISH);
        host.until(Gate.Gone.class);
        host.boot("boot-2");
        Duration before = host.ticker.elapsed();
        for (int i = 0; i < 5; i++) {
            host.step();
        }
        assertThat(host.ticker.elapsed().minus(before)).isGreaterThan(Duration.ofMinutes(2));
        assertThat(holders()).contains(A);
    }

    @Test
    void filesInhibitorsAndABusyUpdaterStopIt() throws Exception {
        TestGate host = host(A);
        host.write("run/platte/reboot.block.d/backup", "the backup runs\n");
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.isBlockedBy("blocked_by_file");
        assertThat(host.gate().words()).contains("the backup runs");

        host.inhibitor = Optional.of(new Obstacle.Inhibited("dpkg", "packages are installed"));
        Files.delete(host.root.resolve("run/platte/reboot.block.d/backup"));
        host.step();
        host.until(Gate.Blocked.class);
        host.isBlockedBy("inhibited");
        assertThat(holders()).isEmpty();

        host.inhibitor = Optional.empty();
        host.resting = false;
        Gate.Stuck stuck = host.until(Gate.Stuck.class);
        assertThat(stuck.obstacle().kind()).isEqualTo("update_at_work");
        host.resting = true;
        host.until(Gate.Gone.class);
    }

    @Test
    void aBlockerMayEndByItself() throws Exception {
        TestGate host = host(A);
        host.write("run/platte/reboot.block.d/a", "until 2026-03-02T12:30:00Z: a long job\n");
        host.write("run/platte/reboot.block.d/b", "until 2026-03-02T11:00:00Z\n");
        host.want(WISH);
        host.until(Gate.Blocked.class);
        assertThat(host.gate().words()).contains("a long job");
        host.until(Gate.Gone.class);
        assertThat(host.ticker.elapsed()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
    }

    @Test
    void aBlockerWhoseEndCannotBeReadBlocks() throws Exception {
        TestGate host = host(A);
        host.write("etc/platte/reboot.block.d/a", "until tomorrow: a long job\n");
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.step();
        host.until(Gate.Blocked.class);
        host.isBlockedBy("blocked_by_file");
    }

    @Test
    void usersAreToldAndWaitedForUntilTheyAreGone() throws Exception {
        TestGate host = host(A);
        host.users.add(new Courtesy.Login("1", "ada", "pts/0"));
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.isBlockedBy("users_logged_in");
        assertThat(host.told)
                .containsExactly(
                        "ada: The reboot into 2.0.0 of this host is due. It waits for you to log out, for 300 s at most.");
        assertThat(holders()).as("nobody else waits for her").isEmpty();
        host.users.clear();
        host.until(Gate.Gone.class);
        assertThat(host.ticker.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void usersWhoStayAreWaitedForSoLongAndNoLonger() throws Exception {
        TestGate host = host(A);
        host.users.add(new Courtesy.Login("1", "ada", "pts/0"));
        host.want(WISH);
        host.until(Gate.Gone.class);
        assertThat(host.ticker.elapsed()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(host.told).hasSize(2);
        assertThat(host.told.getLast()).contains("begins now");
    }

    @Test
    void aNewerReleaseTakesThePlaceOfTheOneThatWaits() throws Exception {
        TestGate first = host(A);
        first.want(WISH);
        first.until(Gate.Gone.class);
        TestGate second = host(B);
        second.want(WISH);
        second.until(Gate.Queued.class);
        second.want(new Wish("1.0.0", "3.0.0"));
        second.step();
        assertThat(second.gate()).isEqualTo(new Gate.Looking(new Wish("1.0.0", "3.0.0"), true));
        second.wantNothing();
        second.until(Gate.Quiet.class);
    }

    @Test
    void anEtcdThatIsGoneStopsRebootsAndSaysSo() throws Exception {
        TestGate host = host(A);
        host.keys.put("LOCK_TIMEOUT", "2s");
        etcd.kill();
        host.want(WISH);
        Gate.Queued queued = host.until(Gate.Queued.class);
        assertThat(queued.obstacle().kind()).isEqualTo("lock_unreachable");
        etcd.run();
        host.until(Gate.Gone.class);
        etcd.kill();
        host.boot("boot-2");
        host.step();
        host.step();
        assertThat(host.gate()).isInstanceOf(Gate.Returned.class);
        etcd.run();
        host.until(Gate.Quiet.class);
        assertThat(holders()).doesNotContain(A);
    }

    @Test
    void pausesBetweenTriesGrowToFiveMinutes() throws Exception {
        TestGate first = host(A);
        first.want(WISH);
        first.until(Gate.Gone.class);
        TestGate second = host(B);
        second.want(WISH);
        for (int i = 0; i < 8; i++) {
            second.until(Gate.Queued.class);
            second.step();
        }
        List<Duration> waited = second.ticker.waited();
        assertThat(waited.getFirst()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        assertThat(waited.getLast()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void aBootloaderThatTakesNoNoticeDoesNotMakeAHostRebootForEver() throws Exception {
        TestGate host = host(A);
        for (int boot = 2; boot <= 4; boot++) {
            host.want(WISH);
            host.until(Gate.Gone.class);
            // The old release comes up again, and the flip still waits.
            host.boot("boot-" + boot);
            host.until(Gate.Quiet.class);
        }
        host.want(WISH);
        host.until(Gate.Blocked.class);
        host.isBlockedBy("reboot_in_vain");
        assertThat(host.gate().words()).contains("3 reboots did not bring 2.0.0");
        assertThat(holders()).doesNotContain(A);
        host.want(new Wish("1.0.0", "3.0.0"));
        host.until(Gate.Gone.class);
        assertThat(host.reboots).isEqualTo(4);
    }

    @Test
    void aHostThatNeverRebootsByItselfHoldsNothing() throws Exception {
        TestGate host = host(A);
        host.keys.put("REBOOT_STRATEGY", "off");
        host.want(WISH);
        host.step();
        assertThat(host.gate()).isInstanceOf(Gate.Quiet.class);
        host.keys.put("REBOOT_STRATEGY", "reboot");
        host.until(Gate.Gone.class);
        assertThat(holders()).isEmpty();
    }
}
