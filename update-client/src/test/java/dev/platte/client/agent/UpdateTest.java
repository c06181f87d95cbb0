package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.confirm.Verdict;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.client.state.BootMemory;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole updates, against a server on loopback, on a disk image. */
class UpdateTest {
    private static final String NEXT_BOOT = "11111111-2587-45ed-8209-ee3b888b3126";

    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;
    private Sha256 runningBefore;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.keys.put("SERVER", server.url("/v1/update/"));
        runningBefore = host.content(SlotName.A, TestHost.SLOT);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(host.content(SlotName.A, TestHost.SLOT))
                .as("the running slot")
                .isEqualTo(runningBefore);
        server.close();
    }

    private State attempt() throws Exception {
        Agent agent = host.agent();
        agent.begin();
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        return agent.state();
    }

    @Test
    void goesFromTheCheckToTheFlipAndTellsItAsUpdateEngineDoes() throws Exception {
        List<String> seen = new ArrayList<>();
        Watcher watcher =
                new Watcher() {
                    @Override
                    public void changed(State state, Situation situation) {
                        if (seen.isEmpty() || !seen.getLast().equals(situation.status())) {
                            seen.add(situation.status());
                        }
                    }
                };
        Agent agent = host.agent(watcher);
        agent.begin();

        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(1, 0, true));
        assertThat(seen)
                .containsExactly(
                        "UPDATE_STATUS_IDLE",
                        "UPDATE_STATUS_CHECKING_FOR_UPDATE",
                        "UPDATE_STATUS_UPDATE_AVAILABLE",
                        "UPDATE_STATUS_DOWNLOADING",
                        "UPDATE_STATUS_VERIFYING",
                        "UPDATE_STATUS_FINALIZING",
                        "UPDATE_STATUS_UPDATED_NEED_REBOOT");
        assertThat(server.events()).containsExactly("13/1", "14/1", "3/1");
        assertThat(server.polls.getFirst())
                .contains(
                        "installsource=\"scheduler\"",
                        "<event eventtype=\"3\" eventresult=\"2\" previousversion=\"0.0.0.0\">");
        assertThat(host.state().pref("previous-version")).contains("1.0.0");
        assertThat(host.state().pref("aleph-version")).contains("1.0.0");
        assertThat(host.root.resolve("run/update_engine_autoupdate_completed")).isEmptyFile();
        assertThat(host.state().pref("full-response").orElseThrow()).contains("update.gz");
    }

    @Test
    void whileTheRebootIsDueItPingsAndAsksForSomethingNewer() throws Exception {
        attempt();
        server.polls.clear();

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.polls).hasSize(1);
        assertThat(server.polls.getFirst())
                .contains("<ping", "<updatecheck")
                .as("its event would end the update in the eyes of some servers")
                .doesNotContain("<event");
    }

    @Test
    void somethingNewerReplacesWhatWaitsForItsReboot() throws Exception {
        attempt();
        byte[] newer = host.payload(new Signing.Now(List.of(TestHost.KEY, TestHost.OTHER_KEY)));
        try (TestServer second = new TestServer(newer)) {
            second.offers("2.0.1");
            host.keys.put("SERVER", second.url("/v1/update/"));
            List<BootFlags> whileItComes = new ArrayList<>();
            second.payloads(
                    (exchange, payload) -> {
                        TestServer.wellBehaved(exchange, payload);
                        whileItComes.add(host.flags(SlotName.B));
                    });
            List<State> states = new ArrayList<>();
            Agent agent =
                    host.agent(
                            new Watcher() {
                                @Override
                                public void changed(State state, Situation situation) {
                                    states.add(state);
                                }
                            });
            agent.begin();

            agent.handle(new Request.Update(InstallSource.SCHEDULER));

            assertThat(agent.state())
                    .isInstanceOfSatisfying(
                            State.NeedReboot.class,
                            state -> assertThat(state.release().version()).isEqualTo("2.0.1"));
            assertThat(states)
                    .filteredOn(State.Downloading.class::isInstance)
                    .extracting(state -> ((State.Downloading) state).waiting().isPresent())
                    .as("it waits until the slot is given up")
                    .startsWith(true, false)
                    .last()
                    .isEqualTo(false);
            assertThat(second.events()).containsExactly("13/1", "14/1", "3/1");
        }
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
        assertThat(new BootMemory(host.state()).flip().orElseThrow().version()).isEqualTo("2.0.1");
    }

    @Test
    void whatWaitsStaysWhereTheNewerOneFailsBeforeTheSlotIsGivenUp() throws Exception {
        attempt();
        byte[] unsigned = host.payload(new Signing.Never());
        try (TestServer second = new TestServer(unsigned)) {
            second.offers("2.0.1");
            host.keys.put("SERVER", second.url("/v1/update/"));

            State end = attempt();

            assertThat(end)
                    .isInstanceOfSatisfying(
                            State.NeedReboot.class,
                            state -> assertThat(state.release().version()).isEqualTo("2.0.0"));
            assertThat(second.events()).containsExactly("13/1", "3/0/" + (17 | 1 << 28));
        }
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
    }

    @Test
    void aCheckThatFailsWhileTheRebootIsDueIsNoFailedUpdate() throws Exception {
        attempt();
        server.polls.clear();
        server.answers(_ -> "<html>a captive portal</html>");

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.polls).hasSize(1);
    }

    @Test
    void resetTakesTheFlipBackAndReportsNoFallBack() throws Exception {
        Agent agent = host.agent();
        agent.begin();
        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        assertThat(agent.handle(new Request.Reset()).kind()).isEqualTo(Reply.Kind.DONE);

        assertThat(agent.state()).isInstanceOf(State.Idle.class);
        assertThat(host.flags(SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
        assertThat(host.root.resolve("run/update_engine_autoupdate_completed")).doesNotExist();
        server.polls.clear();
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(server.polls.getFirst()).contains("previousversion=\"\"");
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void rollbackBootsTheOtherSlotAndDoesNotTakeThisReleaseAgain() throws Exception {
        host.boots(SlotName.A, "2.0.0", NEXT_BOOT);
        Agent agent = host.agent();
        agent.begin();

        assertThat(agent.handle(new Request.RollBack()).kind()).isEqualTo(Reply.Kind.DONE);

        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(1, 0, true));
        assertThat(agent.handle(new Request.RollBack()).kind()).isEqualTo(Reply.Kind.REFUSED);
        assertThat(host.agent().begin()).isInstanceOf(Verdict.NotBootedYet.class);

        host.boots(SlotName.B, "1.0.0", "22222222-2587-45ed-8209-ee3b888b3126");
        Agent next = host.agent();
        assertThat(next.begin()).isInstanceOf(Verdict.Confirmed.class);
        next.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(server.polls.getFirst()).contains("previousversion=\"2.0.0\"");
        assertThat(next.state()).isInstanceOf(State.Deferred.class);
    }

    @Test
    void aRollbackIsTakenBackByResetWithoutHarmToEitherSlot() throws Exception {
        host.boots(SlotName.A, "2.0.0", NEXT_BOOT);
        Agent agent = host.agent();
        agent.begin();
        agent.handle(new Request.RollBack());

        assertThat(agent.handle(new Request.Reset()).kind()).isEqualTo(Reply.Kind.DONE);

        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(1, 0, true));
        assertThat(new BootMemory(host.state()).bad()).isEmpty();
    }

    @Test
    void changedSettingsNeedNoRestart() throws Exception {
        Agent agent = host.agent();
        agent.begin();
        host.keys.put("SERVER", "disabled");
        assertThat(agent.handle(new Request.Update(InstallSource.SCHEDULER)).words())
                .contains("switched off");
        assertThat(agent.situation().reason()).contains("switched off");
        host.keys.put("SERVER", server.url("/v1/update/"));
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void theRebootIsReportedUntilTheServerAcknowledgesIt() throws Exception {
        attempt();
        host.boots(SlotName.B, "2.0.0", NEXT_BOOT);
        server.polls.clear();
        server.answers(_ -> "<html>a captive portal</html>");
        Agent agent = host.agent();
        assertThat(agent.begin()).isInstanceOf(Verdict.Confirmed.class);
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, true));

        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        server.answers(_ -> TestServer.noUpdate());
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        assertThat(server.polls)
                .filteredOn(poll -> poll.contains("<updatecheck"))
                .extracting(poll -> TestServer.attribute(poll, "previousversion"))
                .containsExactly("1.0.0", "1.0.0", "");
    }

    @Test
    void aReleaseThatFellBackIsReportedAndNotTriedAgain() throws Exception {
        attempt();
        bootloaderTakesTheTry();
        host.boots(SlotName.A, "1.0.0", NEXT_BOOT);
        server.polls.clear();
        Agent agent = host.agent();

        assertThat(agent.begin()).isInstanceOf(Verdict.FellBack.class);
        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        assertThat(agent.state()).isInstanceOf(State.Deferred.class);
        assertThat(TestServer.event(server.polls.getFirst())).isEqualTo("3/0/44");
        assertThat(server.events()).containsExactly("3/9/" + (35 | 1 << 28));
        assertThat(agent.situation().reason()).contains("2.0.0", "newer");
        assertThat(agent.situation().lastError()).isEmpty();

        server.polls.clear();
        server.offers("2.0.1");
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(server.polls.getFirst()).contains("previousversion=\"\"");
        assertThat(server.events()).as("the same payload under another name").hasSize(1);
    }

    @Test
    void aFlipThatWasForgottenBeforeItsRebootIsNoFallBack() throws Exception {
        attempt();
        Files.delete(host.settings().places().state().resolve("flip"));
        server.polls.clear();

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.polls.getFirst()).contains("previousversion=\"\"");
        assertThat(server.polls).noneMatch(poll -> poll.contains("errorcode"));
    }

    private void bootloaderTakesTheTry() throws IOException {
        host.setFlags(SlotName.B, new BootFlags(2, 0, false));
    }

    @Test
    void anUnhealthyReleaseIsTakenFromTheBootloaderAndTheOldOneReportsIt() throws Exception {
        host.write("etc/platte/health.d/10-broken", "#!/bin/sh\necho no network\nexit 3\n");
        assertThat(host.root.resolve("etc/platte/health.d/10-broken").toFile().setExecutable(true))
                .isTrue();
        attempt();
        host.boots(SlotName.B, "2.0.0", NEXT_BOOT);

        Verdict verdict = host.agent().begin();

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Unhealthy.class,
                        v -> {
                            assertThat(v.next()).isEqualTo(Verdict.Next.REBOOT);
                            assertThat(v.checks().getLast().output()).isEqualTo("no network");
                        });
        assertThat(host.flags(SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
        host.boots(SlotName.A, "1.0.0", "22222222-2587-45ed-8209-ee3b888b3126");
        Agent agent = host.agent();
        assertThat(agent.begin()).isInstanceOf(Verdict.FellBack.class);
        server.polls.clear();
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(TestServer.event(server.polls.getFirst())).isEqualTo("3/0/44");
    }

    @Test
    void aBrokenConnectionIsTakenUpAtTheLastOperation() throws Exception {
        boolean[] cut = {false};
        server.payloads(
                (exchange, payload) -> {
                    if (cut[0]) {
                        TestServer.wellBehaved(exchange, payload);
                    } else {
                        cut[0] = true;
                        TestServer.cutAfter(2_500_000).handle(exchange, payload);
                    }
                });

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.ranges).hasSize(2);
        assertThat(server.ranges.getLast()).startsWith("bytes=2").endsWith("-");
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
    }

    @Test
    void aDownloadGoesOnAfterARestartOfTheProcess() throws Exception {
        host.keys.put("DOWNLOAD_RETRIES", "0");
        server.payloads(TestServer.cutAfter(2_500_000));
        assertThat(attempt()).isInstanceOf(State.Idle.class);
        assertThat(server.events()).containsExactly("13/1", "3/0/" + (9 | 1 << 28));
        assertThat(host.flags(SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);

        server.payloads(TestServer::wellBehaved);
        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.ranges.getLast()).startsWith("bytes=2");
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
        try (var left = Files.list(host.settings().places().state())) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .doesNotContain("checkpoint", "checkpoint-metadata");
        }
    }

    @Test
    void aServerWithoutRangesGivesTheWholeFileAgain() throws Exception {
        int[] count = {0};
        server.payloads(
                (exchange, payload) -> {
                    int bytes = count[0]++ == 0 ? 1_500_000 : payload.length;
                    TestServer.cutAfter(bytes).handle(exchange, payload);
                });

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);
        assertThat(server.ranges).hasSize(2);
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
    }

    @Test
    void theNextAddressGoesOnWhereTheFirstOneBroke() throws Exception {
        server.answers(
                text ->
                        text.replace(
                                "<url codebase",
                                "<url codebase=\""
                                        + server.url("/payloads/bad/")
                                        + "\"/><url codebase"));
        server.payloads(
                (exchange, payload) -> {
                    boolean bad = exchange.getRequestURI().getPath().contains("/bad/");
                    if (bad && server.ranges.size() == 1) {
                        TestServer.cutAfter(2_500_000).handle(exchange, payload);
                    } else if (bad) {
                        exchange.sendResponseHeaders(404, -1);
                        exchange.close();
                    } else {
                        TestServer.wellBehaved(exchange, payload);
                    }
                });

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.ranges).hasSize(3);
        assertThat(server.ranges.getLast()).startsWith("bytes=2");
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(host.image));
    }

    @Test
    void anotherPayloadDoesNotGoOnWhereThisOneBroke() throws Exception {
        host.keys.put("DOWNLOAD_RETRIES", "0");
        server.payloads(TestServer.cutAfter(2_500_000));
        attempt();
        byte[] other = host.payload(new Signing.Now(List.of(TestHost.KEY, TestHost.OTHER_KEY)));
        try (TestServer second = new TestServer(other)) {
            host.keys.put("SERVER", second.url("/v1/update/"));

            assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

            assertThat(second.ranges).containsExactly("null");
        }
    }

    @Test
    void aDamagedPlaceStartsFromTheBeginning() throws Exception {
        host.keys.put("DOWNLOAD_RETRIES", "0");
        server.payloads(TestServer.cutAfter(2_500_000));
        attempt();
        Path place = host.settings().places().state().resolve("checkpoint");
        byte[] bytes = Files.readAllBytes(place);
        bytes[bytes.length / 2] ^= 1;
        Files.write(place, bytes);
        server.payloads(TestServer::wellBehaved);

        assertThat(attempt()).isInstanceOf(State.NeedReboot.class);

        assertThat(server.ranges).containsExactly("null", "null");
    }

    @Test
    void theKernelOfAReleaseReplacesThatOfItsSlotOnly() throws Exception {
        host.write("boot/coreos/vmlinuz-a", "kernel a");
        host.write("boot/coreos/vmlinuz-b", "an old kernel b");
        byte[] kernel = new byte[50_001];
        new Random(3).nextBytes(kernel);
        try (TestServer second = new TestServer(host.payloadWith(kernel))) {
            host.keys.put("SERVER", second.url("/v1/update/"));
            assertThat(attempt()).isInstanceOf(State.NeedReboot.class);
        }
        assertThat(host.root.resolve("boot/coreos/vmlinuz-b")).hasBinaryContent(kernel);
        assertThat(host.root.resolve("boot/coreos/vmlinuz-a")).hasContent("kernel a");
        assertThat(host.root.resolve("boot/coreos/vmlinuz-b.new")).doesNotExist();
    }

    @Test
    void aKernelWithoutABootPartitionIsRefusedBeforeTheSlotIsTouched() throws Exception {
        try (TestServer second = new TestServer(host.payloadWith(new byte[5000]))) {
            host.keys.put("SERVER", second.url("/v1/update/"));
            assertThat(attempt()).isInstanceOf(State.Idle.class);
            assertThat(second.events().getLast()).startsWith("3/0/");
        }
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(1, 0, true));
    }

    @Test
    void throttlingIsNoFailure() throws Exception {
        server.answers(
                _ ->
                        TestServer.acknowledgement()
                                .replace(
                                        "status=\"ok\"><event",
                                        "status=\"error-maxUpdatesPerPeriodLimitReached\"><updatecheck status=\"error-internal\"/><event"));
        Agent agent = host.agent();
        agent.begin();

        agent.handle(new Request.Update(InstallSource.SCHEDULER));

        assertThat(agent.state()).isInstanceOf(State.HeldBack.class);
        assertThat(server.events()).isEmpty();
        assertThat(agent.situation().lastError()).isEmpty();
        assertThat(agent.situation().reason()).contains("maxUpdatesPerPeriodLimitReached");
    }

    @Test
    void neitherTheNetworkNorTheDiskIsUsedFasterThanAllowed() throws Exception {
        int payload = host.payload().length;
        TestInbox time = new TestInbox();
        host.keys.put("DOWNLOAD_RATE", "10k");
        Agent slowNetwork = host.agent(Watcher.NOBODY, time);
        slowNetwork.begin();
        slowNetwork.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(slowNetwork.state()).isInstanceOf(State.NeedReboot.class);
        assertThat(time.elapsed().toSeconds()).isEqualTo(payload / 10_000);

        slowNetwork.handle(new Request.Reset());
        host.keys.put("DOWNLOAD_RATE", "0");
        host.keys.put("DISK_RATE", "100k");
        TestInbox diskTime = new TestInbox();
        Agent slowDisk = host.agent(Watcher.NOBODY, diskTime);
        slowDisk.begin();
        slowDisk.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(slowDisk.state()).isInstanceOf(State.NeedReboot.class);
        assertThat(diskTime.elapsed().toSeconds())
                .as("written once and read back once")
                .isBetween(2L * TestHost.IMAGE / 100_000 - 2, 2L * TestHost.IMAGE / 100_000 + 20);
    }
}
