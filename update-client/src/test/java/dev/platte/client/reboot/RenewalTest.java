package dev.platte.client.reboot;

import static dev.platte.client.reboot.TestGate.WISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.client.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slot that is held for a time, by a server of the FleetLock protocol that says so. */
@Timeout(60)
class RenewalTest {
    private static final String A = "1c09ca98649c4c7abc779cd04c96812e";

    @TempDir private Path root;
    private final List<String> stages = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private TestGate host;
    private volatile int hold = 1;
    private volatile boolean frozen;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        host = new TestGate(root, A);
        host.keys.put("REBOOT_STRATEGY", "fleet-lock");
        host.keys.put("LOCK_SERVER", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        host.want(WISH);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Json said = Json.read(exchange.getRequestBody().readAllBytes());
        String stage = said.at("x").at("stage").text().orElse("");
        stages.add(stage);
        boolean isRefused = frozen && !stage.equals("asking");
        byte[] answer =
                (isRefused
                                ? "{\"kind\":\"group_paused\",\"value\":\"frozen\"}"
                                : "{\"value\":\"yes\",\"x\":{\"hold_s\":" + hold + "}}")
                        .getBytes(StandardCharsets.UTF_8);
        // A hook that waits for it goes on.
        Files.createFile(root.resolve(stage.replace(' ', '-') + "-" + stages.size()));
        exchange.sendResponseHeaders(isRefused ? 423 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void hookThatWaitsFor(String file) throws IOException {
        host.hook(
                "10-drain",
                "[ $1 = drain ] || exit 0; until [ -e $PLATTE_ROOT/"
                        + file
                        + " ]; do sleep 0.05; done");
    }

    @Test
    void aSlotIsRenewedAgainAndAgainWhileHooksRun() throws Exception {
        hookThatWaitsFor("draining-4");

        host.until(Gate.Gone.class);

        assertThat(stages)
                .startsWith("asking", "draining", "draining", "draining")
                .endsWith("rebooting");
        assertThat(host.reboots).isEqualTo(1);
    }

    @Test
    void whatARenewalIsToldStopsTheRebootAtTheLastLook() throws Exception {
        frozen = true;
        hookThatWaitsFor("draining-2");

        Gate.Stuck stuck = host.until(Gate.Stuck.class);

        assertThat(stuck.obstacle().kind()).isEqualTo("group_paused");
        assertThat(host.reboots).isZero();
    }

    @Test
    void whoHoldsASlotThatItCannotUseYetRenewsItToo() throws Exception {
        hold = 60;
        host.hook(
                "10-drain",
                "mkdir -p $PLATTE_ROOT/etc/platte/reboot.block.d; echo wait > $PLATTE_ROOT/etc/platte/reboot.block.d/new");

        host.until(Gate.GivingBack.class);

        // For a quarter of an hour, three times a minute, looked at every ten seconds.
        assertThat(Collections.frequency(stages, "waiting")).isBetween(40, 46);
        assertThat(host.reboots).isZero();
    }

    @Test
    void aSlotWithoutATimeIsNotRenewed() throws Exception {
        hold = 0;
        host.hook("10-drain", "exit 0");

        host.until(Gate.Gone.class);

        assertThat(stages).containsExactly("asking", "rebooting");
    }
}
