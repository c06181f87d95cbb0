package dev.platte.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.SituationFields;
import dev.platte.client.agent.TestHost;
import dev.platte.client.agent.TestServer;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateClientTest {
    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;
    private String out = "";
    private String err = "";

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.write(
                "etc/platte/update.conf",
                "SERVER=" + server.url("/v1/update/") + "\nDOWNLOAD_RETRIES=0\nPOSTINST=false\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... command) {
        List<String> all = new ArrayList<>(List.of("--root=" + host.root, "--disk=" + host.disk));
        all.addAll(List.of(command));
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
    void statusOfANewHostIsTheBlockOfUpdateEngineClient() {
        assertThat(run("status")).isZero();
        assertThat(out)
                .startsWith(
                        """
                        LAST_CHECKED_TIME=0
                        PROGRESS=0.000000
                        CURRENT_OP=UPDATE_STATUS_IDLE
                        NEW_VERSION=0.0.0
                        NEW_SIZE=0
                        """);
        assertThat(out).contains("VERSION=1.0.0\n", "REASON=no check was made yet\n");
    }

    @Test
    void checksAreTriedWithoutConsequence() throws IOException {
        host.write("etc/platte/health.d/10-no", "#!/bin/sh\necho no $PLATTE_SLOT\nexit 4\n");
        assertThat(host.root.resolve("etc/platte/health.d/10-no").toFile().setExecutable(true))
                .isTrue();
        BootFlags before = new BootFlags(2, 1, false);
        host.setFlags(SlotName.A, before);

        assertThat(run("confirm", "--dry-run")).isEqualTo(1);

        assertThat(out)
                .contains("10-no: FAILED, exit status 4", "no a\n")
                .endsWith("nothing was changed; after a boot, this slot would be left\n");
        assertThat(host.flags(SlotName.A)).isEqualTo(before);
    }

    @Test
    void statusSpeaksToPrometheus() throws IOException {
        host.write("usr/share/platte/release", "PLATTE_RELEASE_VERSION=1.0.0+\"odd\\\n");
        run("update");
        assertThat(run("status", "--output", "prometheus")).isZero();
        assertThat(out)
                .contains(
                        "platte_client_phase{phase=\"need-reboot\"} 1\n",
                        "platte_client_daemon_running 0\n",
                        "platte_client_payload_bytes " + host.payload().length + "\n",
                        "platte_client_last_error_code 0\n",
                        "platte_client_obstacles 0\n",
                        "version=\"1.0.0+\\\"odd\\\\\",group=\"stable\",new_version=\"2.0.0\"} 1\n")
                .containsPattern("platte_client_last_check_timestamp_seconds [1-9][0-9]+\n")
                .endsWith("\n");
        assertThat(out.lines())
                .allMatch(
                        line ->
                                line.matches(
                                        "# (HELP|TYPE) platte_client_[a-z_]+ .+"
                                                + "|platte_client_[a-z_]+(\\{.+\\})? [0-9.]+"));
    }

    @Test
    void aDiskThatIsNotThereIsSaidInWords() throws IOException {
        Files.delete(host.disk);

        assertThat(run("slots")).isEqualTo(1);
        assertThat(err).isEqualTo("update-client: " + host.disk + " does not exist\n");
    }

    @Test
    void metricsTellSinceWhenAHostHoldsItsSlot() throws IOException {
        run("check");
        StateDir state = new StateDir(host.root.resolve("var/lib/update_engine"));
        Situation saved = SituationFields.saved(state).orElseThrow();
        assertThat(run("status", "--output", "prometheus")).isZero();
        assertThat(out).doesNotContain("reboot");

        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        state.write(
                "agent",
                SituationFields.of(
                        new Situation(
                                saved.now(),
                                saved.checks(),
                                saved.update(),
                                saved.lastError(),
                                saved.next(),
                                new Situation.Reboot(
                                        "queued",
                                        "waits",
                                        "outside_window",
                                        Optional.of(noon),
                                        Optional.of(noon.plusSeconds(60)),
                                        Optional.of(3L)))));
        assertThat(run("status", "--output", "prometheus")).isZero();
        assertThat(out)
                .contains(
                        "platte_client_reboot_waits_since_timestamp_seconds 1772452800\n",
                        "platte_client_reboot_slot_since_timestamp_seconds 1772452860\n")
                .as("no daemon is at it")
                .doesNotContain("reboot_phase", "reboot_obstacle", "reboot_queue_position");
        assertThat(run("status")).isZero();
        assertThat(out).contains("REBOOT_SLOT_SINCE=2026-03-02T12:01:00Z\n");
    }

    @Test
    void checkOffersAndInstallsNothing() throws IOException {
        byte[] before = Files.readAllBytes(host.disk);
        assertThat(run("check")).isZero();
        assertThat(out).startsWith("2.0.0 is offered: ");
        assertThat(Files.readAllBytes(host.disk)).isEqualTo(before);
        assertThat(server.events()).isEmpty();
    }

    @Test
    void updateInstallsAndSaysWhatIsNext() {
        assertThat(run("update")).as(err).isZero();
        assertThat(out)
                .contains(
                        "2.0.0 is offered, ",
                        "100 %  ",
                        "2.0.0 is installed and waits for a reboot");
        assertThat(run("slots")).isZero();
        assertThat(out)
                .containsPattern("USR-A +3 +7130c94a\\S+ +1 +0 +yes +1.0.0 +running\n")
                .containsPattern("USR-B +4 +e03dd35c\\S+ +2 +1 +no +2.0.0 +next to boot\n");
        assertThat(run("check")).isZero();
        assertThat(out).contains("waits for a reboot");
        assertThat(run("confirm")).isZero();
        assertThat(out).contains("waits for a reboot");
    }

    @Test
    void aFailedUpdateHasStatusOneAndStaysVisible() {
        server.payloads(
                (exchange, _) -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        assertThat(run("update")).isEqualTo(1);
        assertThat(err).contains("HTTP status 404").contains("download transfer failed (9)");
        assertThat(run("status", "--output", "json")).isZero();
        assertThat(out).contains("\"last_error_code\":9", "HTTP status 404");
    }

    @Test
    void withoutAServerItSaysHowToNameOne() throws IOException {
        host.write("etc/platte/update.conf", "GROUP=stable\n");
        assertThat(run("update")).isEqualTo(1);
        assertThat(err).contains("set SERVER in");
    }

    @Test
    void aCommandThatIsNoneHasStatusTwo() {
        assertThat(run("upgrade")).isEqualTo(2);
        assertThat(run("status", "--output", "yaml")).isEqualTo(2);
        assertThat(run("--running", "c", "slots")).isEqualTo(1);
        assertThat(err).contains("a or b");
    }

    @Test
    void checkConfigTellsEveryKeyAndWhatIsWrong() throws IOException {
        assertThat(run("check-config")).as(err).isZero();
        assertThat(out)
                .containsPattern(
                        "SERVER +http://127.0.0.1\\S+ +"
                                + host.root
                                + "/etc/platte/update.conf:1\n")
                .containsPattern("GROUP +stable +built in\n");

        host.write("etc/platte/update.conf", "STALL_RATE=fast\n");
        assertThat(run("check-config", "--output=json")).isEqualTo(2);
        assertThat(out).contains("\"key\":\"STALL_RATE\"", "STALL_RATE=fast is not usable");
        assertThat(run("status")).as("a daemon would not start").isEqualTo(2);
    }

    @Test
    void checkConfigMissesTheKeysOfPayloads() throws IOException {
        Files.delete(host.root.resolve("usr/share/platte/keys/payload.pem"));
        assertThat(run("check-config")).isEqualTo(1);
        assertThat(err).contains("no trusted payload key");
        assertThat(run("status")).isZero();
        assertThat(out).contains("OBSTACLES=no trusted payload key");
    }

    @Test
    void helpTellsOfExitStatusAndFiles() {
        assertThat(run("--help")).isZero();
        assertThat(out).contains("Exit status:", "/etc/platte/update.conf");
    }

    @Test
    void rebootsArePostponedAndNotAnyMore() throws IOException {
        Path file = host.root.resolve("run/platte/reboot.block.d/postponed");
        assertThat(run("postpone", "4h", "--reason", "a long job")).isZero();
        assertThat(out).startsWith("reboots wait until 20");
        assertThat(file).content().matches("until 20[-0-9]+T[:0-9]+Z: a long job\n");
        assertThat(run("postpone", "0")).isZero();
        assertThat(file).doesNotExist();
        assertThat(run("postpone", "0")).isZero();
        assertThat(out).isEqualTo("nothing was postponed\n");
        assertThat(run("postpone", "31d")).isEqualTo(2);
        assertThat(run("postpone", "soon")).isEqualTo(2);
    }
}
