package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.confirm.Verdict;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.client.state.BootMemory;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state directory is a small ext4 of its own, which fills up and becomes read-only. */
@Timeout(120)
class StateDiskTest {
    private static final String NEXT_BOOT = "11111111-2587-45ed-8209-ee3b888b3126";
    private static final BootFlags CONFIRMED = new BootFlags(1, 0, true);

    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;
    private Path state;
    private boolean isMounted;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.keys.put("SERVER", server.url("/v1/update/"));
        state = Files.createDirectories(host.root.resolve("var/lib/update_engine"));
        Path image = directory.resolve("state.img");
        Files.write(image, new byte[4 << 20]);
        run("mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", image.toString());
        run("mount", "-o", "loop", image.toString(), state.toString());
        isMounted = true;
    }

    @AfterEach
    void stop() throws Exception {
        if (isMounted) {
            run("umount", state.toString());
        }
        server.close();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean isDone = process.waitFor(30, TimeUnit.SECONDS);
        assumeTrue(
                isDone && process.exitValue() == 0,
                String.join(" ", command)
                        + " is not allowed here: run as root on a kernel with loop devices");
    }

    private void remount(String how) throws Exception {
        run("mount", "-o", "remount," + how, state.toString());
    }

    /** Takes every block that is left. */
    private void fill() throws IOException {
        try (var out = Files.newOutputStream(state.resolve("filler"))) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void free() throws IOException {
        Files.delete(state.resolve("filler"));
    }

    private Agent begun() throws Exception {
        Agent agent = host.agent();
        agent.begin();
        return agent;
    }

    private static Reply update(Agent agent) throws InterruptedException {
        return agent.handle(new Request.Update(InstallSource.SCHEDULER));
    }

    @Test
    void fullStateDiskStopsNoCheck() throws Exception {
        server.answers(_ -> TestServer.noUpdate());
        fill();
        Agent agent = begun();
        update(agent);
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.Idle.class);
        assertThat(agent.situation().lastError()).isEmpty();
        assertThat(agent.situation().reason()).isEqualTo("up to date");
        assertThat(server.polls).hasSize(2);
    }

    @Test
    void withoutRoomToRememberNothingIsInstalledAndNoSlotIsTouched() throws Exception {
        fill();
        Agent agent = begun();
        update(agent);
        assertThat(agent.situation().lastError().orElseThrow().failure().toString())
                .contains("has 0 bytes left", "nothing is installed while the state directory");
        assertThat(server.events()).containsExactly("3/0/268435476");
        assertThat(server.ranges).isEmpty();
        assertThat(host.flags(SlotName.B)).isEqualTo(CONFIRMED);

        free();
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        assertThat(agent.situation().lastError()).isEmpty();
    }

    @Test
    void readOnlyStateDiskIsTheSame() throws Exception {
        begun();
        remount("ro");
        Agent agent = begun();
        update(agent);
        assertThat(agent.situation().lastError().orElseThrow().failure().toString())
                .contains("Read-only file system");
        assertThat(host.flags(SlotName.B)).isEqualTo(CONFIRMED);
        remount("rw");
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void diskThatFillsWhileThePayloadComesEndsTheAttemptBeforeTheFlip() throws Exception {
        server.payloads(
                (exchange, payload) -> {
                    if (!Files.exists(state.resolve("filler"))) {
                        fill();
                    }
                    TestServer.wellBehaved(exchange, payload);
                });
        Agent agent = begun();
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.Idle.class);
        assertThat(agent.situation().lastError().orElseThrow().failure().reason())
                .contains("No space left");
        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(2, 0, true));
        server.payloads(TestServer::wellBehaved);
        free();
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
    }

    @Test
    void reportsThatCouldNotBeWrittenAreToldAllTheSame() throws Exception {
        fill();
        server.says(
                (exchange, request, usual) ->
                        request.contains("<updatecheck")
                                ? usual.apply(request)
                                : TestServer.broken(exchange));
        Agent agent = begun();
        update(agent);
        assertThat(agent.situation().lastError()).isPresent();
        server.polls.clear();
        server.says((_, request, usual) -> usual.apply(request));
        server.answers(_ -> TestServer.noUpdate());
        update(agent);
        assertThat(server.events()).containsExactly("3/0/268435476");
    }

    @Test
    void readOnlyStateKeepsNoNewReleaseFromBeingConfirmed() throws Exception {
        Agent agent = begun();
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        remount("ro");
        host.boots(SlotName.B, "2.0.0", NEXT_BOOT);
        server.answers(_ -> TestServer.noUpdate());
        for (int start = 0; start < 2; start++) {
            Agent later = host.agent();
            assertThat(later.begin()).isInstanceOf(Verdict.Confirmed.class);
            assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, true));
            update(later);
            assertThat(later.situation().lastError()).isEmpty();
        }
        remount("rw");
        assertThat(host.agent().begin()).isInstanceOf(Verdict.Confirmed.class);
        assertThat(new BootMemory(host.state()).flip()).isEmpty();
    }

    @Test
    void readOnlyStateKeepsNoHostFromComingBack() throws Exception {
        Agent agent = begun();
        update(agent);
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        host.setFlags(SlotName.B, new BootFlags(2, 0, false));
        host.boots(SlotName.A, "1.0.0", NEXT_BOOT);
        remount("ro");
        Agent back = host.agent();
        assertThat(back.begin()).isInstanceOf(Verdict.FellBack.class);
        update(back);
        assertThat(host.flags(SlotName.A).successful()).isTrue();
        assertThat(back.state())
                .as("what cannot be remembered is not tried again")
                .isInstanceOf(State.Idle.class);
        remount("rw");
        Agent repaired = host.agent();
        assertThat(repaired.begin()).isInstanceOf(Verdict.FellBack.class);
        update(repaired);
        assertThat(repaired.state()).isInstanceOf(State.Deferred.class);
    }
}
