package dev.platte.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.lock.EtcdServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** locksmithctl's words, against a real etcd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LockCommandTest {
    private static final String SELF = "1c09ca98649c4c7abc779cd04c96812e";

    @TempDir static Path home;
    private static int count;
    private EtcdServer etcd;
    private Path root = home;
    private String group = "";
    private String out = "";
    private String err = "";

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
    void fresh() throws Exception {
        group = "cli-" + ++count;
        root = home.resolve(group);
        write("etc/machine-id", SELF + "\n");
        write("proc/sys/kernel/random/boot_id", "boot-1\n");
        write(
                "etc/platte/update.conf",
                "REBOOT_STRATEGY=etcd-lock\nETCD_ENDPOINTS=%s\nLOCK_GROUP=%s\n"
                        .formatted(etcd.address(), group));
    }

    private void write(String name, String text) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of("--root=" + root, "lock"));
        all.addAll(List.of(words));
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int status =
                UpdateClient.run(
                        new PrintWriter(outText),
                        new PrintWriter(errText),
                        all.toArray(String[]::new));
        out = outText.toString();
        err = errText.toString();
        return status;
    }

    @Test
    void aSlotIsTakenShownAndFreedInLocksmithctlsWords() {
        assertThat(run("status", "--brief")).isZero();
        assertThat(out).isEqualTo("Available: 1\nMax: 1\n");
        assertThat(run("lock")).isZero();
        assertThat(out + err).isEmpty();
        assertThat(run("status", "--brief")).isZero();
        assertThat(out).isEqualTo("Available: 0\nMax: 1\n\nMACHINE ID\n" + SELF + "\n");
        assertThat(run("lock", "another")).isEqualTo(1);
        assertThat(err).startsWith("Error locking: ").contains("failed_lock_semaphore_full", SELF);
        assertThat(run("unlock")).isZero();
        assertThat(run("lock", "another")).isZero();
        assertThat(run("unlock", "another")).isZero();
        assertThat(run("unlock", "another")).as("nothing is lost").isZero();
    }

    @Test
    void statusSaysSinceWhenAndWhy() {
        run("lock", "another");
        assertThat(run("status")).isZero();
        assertThat(out)
                .startsWith("Available: 0\nMax: 1\n\nMACHINE ID\nanother\n\nLock: etcd, group ")
                .contains("Held: another since 20", ", for 0 min ")
                .contains("Reason: ");
        assertThat(run("status", "--output=json")).isZero();
        assertThat(out)
                .startsWith("{\"lock\":\"etcd, group ")
                .contains(
                        "\"available\":0,\"max\":1,\"holders\":[{\"host\":\"another\",\"since\":");
    }

    @Test
    void theNumberOfSlotsIsSetAndZeroStopsEverybody() {
        assertThat(run("set-max", "3")).isZero();
        assertThat(out).isEqualTo("Old-Max: 1\nMax: 3\n");
        assertThat(run("set-max", "0")).isZero();
        assertThat(out).isEqualTo("Old-Max: 3\nMax: 0\n");
        assertThat(run("lock")).isEqualTo(1);
        assertThat(run("set-max", "-1")).isNotZero();
        assertThat(run("set-max", "many")).isEqualTo(2);
        assertThat(run("set-max")).isEqualTo(2);
    }

    @Test
    void locksmithctlsOwnOptionsNameAnotherLock() throws Exception {
        write("etc/platte/update.conf", "REBOOT_STRATEGY=reboot\n");
        assertThat(run("status")).isEqualTo(1);
        assertThat(err).contains("REBOOT_STRATEGY=reboot keeps no lock");
        assertThat(
                        run(
                                "-endpoint",
                                etcd.address().toString(),
                                "-group",
                                group,
                                "status",
                                "--brief"))
                .isZero();
        assertThat(out).isEqualTo("Available: 1\nMax: 1\n");
    }

    @Test
    void aRebootByHandHoldsASlotAndARefusedOneGivesItBack() throws Exception {
        String conf = Files.readString(root.resolve("etc/platte/update.conf"));
        write("etc/platte/update.conf", conf + "REBOOT_COMMAND=exit 7\n");
        assertThat(run("reboot")).isEqualTo(1);
        assertThat(err).contains("REBOOT_COMMAND ended with status 7; the slot is free");
        write("etc/platte/update.conf", conf + "REBOOT_COMMAND=touch $PLATTE_ROOT/down\n");
        assertThat(run("reboot")).isZero();
        assertThat(root.resolve("down")).exists();
        run("status", "--brief");
        assertThat(out).contains(SELF);
    }

    @Test
    void anEtcdThatDoesNotAnswerIsAnErrorAndNoHang() {
        assertThat(run("--endpoint=http://127.0.0.1:1", "status")).isEqualTo(1);
        assertThat(err).startsWith("Error getting status: ");
    }
}
