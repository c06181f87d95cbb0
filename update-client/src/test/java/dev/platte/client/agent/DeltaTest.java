package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Sha256;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates by deltas, against a server on loopback, on a disk image. */
class DeltaTest {
    private static final int SOURCE_HASH = 20;

    @TempDir private Path directory;
    private TestHost host;
    private TestDelta delta;

    @BeforeEach
    void begin() throws Exception {
        host = new TestHost(directory);
        delta = new TestDelta(host.bytes(SlotName.A), new byte[0]);
    }

    private State attempt(TestServer server) throws Exception {
        host.keys.put("SERVER", server.url("/v1/update/"));
        Agent agent = host.agent();
        agent.begin();
        agent.handle(new Request.Update(InstallSource.SCHEDULER));
        return agent.state();
    }

    @Test
    void theRunningSlotIsChangedIntoTheOtherOne() throws Exception {
        Sha256 before = host.content(SlotName.A, TestHost.SLOT);
        try (TestServer server = new TestServer(delta.payload)) {
            assertThat(attempt(server)).isInstanceOf(State.NeedReboot.class);
            assertThat(server.polls.getFirst()).contains("delta_okay=\"true\"");
            assertThat(server.events()).containsExactly("13/1", "14/1", "3/1");
        }
        assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(delta.image));
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
        assertThat(host.content(SlotName.A, TestHost.SLOT)).isEqualTo(before);
    }

    @Test
    void theRunningKernelIsWhatItsDeltaStartsFrom() throws Exception {
        byte[] kernel = "kernel of A, not a multiple of anything".getBytes();
        host.write("boot/flatcar/vmlinuz-a", new String(kernel));
        TestDelta with = new TestDelta(host.bytes(SlotName.A), kernel);
        try (TestServer server = new TestServer(with.payload)) {
            assertThat(attempt(server)).isInstanceOf(State.NeedReboot.class);
        }
        assertThat(host.root.resolve("boot/flatcar/vmlinuz-b")).hasBinaryContent(kernel);
    }

    @Test
    void aRunningSlotThatIsAnotherOneIsTwentyAndTheNextIsTheFullPayload() throws Exception {
        flipABitInTheRunningSlot();
        try (TestServer server = new TestServer(delta.payload)) {
            attempt(server);
            assertThat(server.events().getLast()).isEqualTo("3/0/" + (SOURCE_HASH | 1 << 28));
            assertThat(host.flags(SlotName.B).successful()).isFalse();
        }
        try (TestServer server = new TestServer(host.payload())) {
            assertThat(attempt(server)).isInstanceOf(State.NeedReboot.class);
            assertThat(server.polls.getFirst()).contains("delta_okay=\"false\"");
        }
        try (TestServer server = new TestServer(host.payload())) {
            attempt(server);
            assertThat(server.polls.getFirst())
                    .as("an update succeeded since")
                    .contains("delta_okay=\"true\"");
        }
    }

    @Test
    void aNetworkThatFailsIsNotTheDeltasFault() throws Exception {
        try (TestServer server = new TestServer(delta.payload)) {
            server.payloads((exchange, _) -> exchange.close());
            attempt(server);
            server.payloads(TestServer::wellBehaved);
            assertThat(attempt(server)).isInstanceOf(State.NeedReboot.class);
            assertThat(server.polls)
                    .filteredOn(poll -> poll.contains("<updatecheck"))
                    .allMatch(poll -> poll.contains("delta_okay=\"true\""));
        }
    }

    @Test
    void whoeverWantsNoDeltasSaysSo() throws Exception {
        host.keys.put("DELTA_PAYLOADS", "no");
        try (TestServer server = new TestServer(host.payload())) {
            attempt(server);
            assertThat(server.polls.getFirst()).contains("delta_okay=\"false\"");
        }
    }

    @Test
    void aDeltaThatIsCutAnywhereGoesOnAndEndsInTheSameImage() throws Exception {
        int end = delta.payload.length;
        for (int cut = 700; cut < end; cut += 1000) {
            try (TestServer server = new TestServer(delta.payload)) {
                int[] tries = {0};
                int at = cut;
                server.payloads(
                        (exchange, payload) -> {
                            if (tries[0]++ == 0) {
                                TestServer.cutAfter(at).handle(exchange, payload);
                            } else {
                                TestServer.wellBehaved(exchange, payload);
                            }
                        });
                assertThat(attempt(server))
                        .as("cut at %d", at)
                        .isInstanceOf(State.NeedReboot.class);
            }
            assertThat(host.content(SlotName.B, TestHost.IMAGE)).isEqualTo(Sha256.of(delta.image));
            host.setFlags(SlotName.B, new BootFlags(1, 0, true));
            Files.deleteIfExists(host.root.resolve("var/lib/update_engine/flip"));
            Files.deleteIfExists(host.root.resolve("run/update_engine_autoupdate_completed"));
        }
    }

    private void flipABitInTheRunningSlot() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(host.disk.toFile(), "rw")) {
            long at = 2048L * 512 + 12345;
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 1);
        }
    }
}
