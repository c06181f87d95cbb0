package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.slot.SlotName;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we say is, byte for byte, what update_engine 0.4.10 said in the same place. */
class WireTest {
    @TempDir private Path directory;

    private static String said(String name) throws IOException {
        try (InputStream in =
                WireTest.class.getResourceAsStream("/vectors/omaha/" + name + ".http")) {
            String message = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return message.substring(message.indexOf("\n\n") + 2);
        }
    }

    /** What we say and update_engine does not: which release the report is about. */
    private static String towards(String version, String said) {
        return said.replace("></event>", " nextversion=\"%s\"></event>".formatted(version));
    }

    @Test
    void aWholeUpdateAndTheCheckAfterItsReboot() throws Exception {
        TestHost host = new TestHost(directory);
        // update_engine never takes one.
        host.keys.put("DELTA_PAYLOADS", "no");
        try (TestServer server = new TestServer(host.payload())) {
            server.offers("1.1.0");
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent();
            agent.begin();
            agent.handle(new Request.Update(InstallSource.ONDEMAND_UPDATE));
            assertThat(server.polls)
                    .containsExactly(
                            said("update-check"),
                            towards("1.1.0", said("event-download-started")),
                            towards("1.1.0", said("event-download-finished")),
                            towards("1.1.0", said("event-update-installed")));

            server.polls.clear();
            host.boots(SlotName.B, "1.1.0", "");
            Files.delete(host.root.resolve("proc/sys/kernel/random/boot_id"));
            server.answers(_ -> TestServer.noUpdate());
            Agent next = host.agent();
            next.begin();
            next.handle(new Request.Update(InstallSource.ONDEMAND_UPDATE));
            assertThat(server.polls).containsExactly(said("update-check-after-reboot"));
        }
    }

    @Test
    void aWrongHash() throws Exception {
        TestHost host = new TestHost(directory);
        // update_engine never takes one.
        host.keys.put("DELTA_PAYLOADS", "no");
        try (TestServer server = new TestServer(host.payload())) {
            server.answers(
                    text ->
                            text.replaceAll(
                                    " sha256=\"[^\"]*", " sha256=\"" + "A".repeat(43) + "="));
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent();
            agent.begin();
            agent.handle(new Request.Update(InstallSource.ONDEMAND_UPDATE));
            assertThat(server.polls.getLast())
                    .isEqualTo(towards("2.0.0", said("event-error-hash-mismatch")));
        }
    }
}
