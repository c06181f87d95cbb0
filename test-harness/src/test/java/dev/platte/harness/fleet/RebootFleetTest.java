package dev.platte.harness.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.demo.Programs;
import dev.platte.harness.disk.Judges;
import dev.platte.harness.disk.UsrImage;
import dev.platte.harness.fleet.FleetHost.Milestone;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Twenty hosts go from one release to the next, three at a time: each a real client on a disk image
 * of its own, against the real server. One dies while it holds a slot, one falls back.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class RebootFleetTest {
    private static final int HOSTS = 20;
    private static final int MAX = 3;
    private static final int DIES = 3;
    private static final int FALLS_BACK = 7;
    private static final int SLOT = 8 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BOOT = Duration.ofMillis(400);
    private static final SigningKey KEY = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());

    @TempDir Path work;
    private final AtomicInteger down = new AtomicInteger();
    private final AtomicInteger mostDown = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private String address = "";
    private String token = "";

    @Test
    void theWholeGroupMovesNeverMoreThanThreeDown() throws Exception {
        Judges.mke2fs();
        Path from = image("1.0.0");
        Path to = image("2.0.0");
        Path payload = work.resolve("payload");
        PayloadCreator.create(
                new CreateRequest(
                        to, Optional.empty(), payload, new Signing.Now(List.of(KEY)), 2, _ -> {}));
        try (Programs programs = Programs.ofThisBuild();
                ExecutorService lives = Executors.newVirtualThreadPerTaskExecutor()) {
            DemoServer server = DemoServer.start(programs, work.resolve("server"), 0);
            address = server.address();
            token =
                    Files.readString(DemoServer.data(work.resolve("server")).resolve("admin-token"))
                            .strip();
            Path publicKey = work.resolve("key.pub.pem");
            KeyFiles.writePublic(KEY.verificationKey(), publicKey);
            server.establish(publicKey);
            server.publish("2.0.0", payload);
            send(
                    "POST",
                    "/locks",
                    "{\"name\":\"stable\",\"rules\":{\"limit\":3,\"hold\":\"PT1M\"}}");

            List<FleetHost> hosts = new ArrayList<>();
            for (int i = 1; i <= HOSTS; i++) {
                hosts.add(host(i, from));
            }
            // It dies early, so that the others have two slots from then on.
            live(hosts.get(DIES - 1));
            List<Future<?>> all = new ArrayList<>();
            for (FleetHost host : hosts) {
                if (host == hosts.get(DIES - 1)) {
                    continue;
                }
                all.add(
                        lives.submit(
                                () -> {
                                    live(host);
                                    return host;
                                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
            Map<String, FleetHost> known = new HashMap<>();
            for (FleetHost host : hosts) {
                known.put(host.machineId(), host);
            }
            report(known);
        }
    }

    private static String name(int number) {
        return "host-%02d".formatted(number);
    }

    private FleetHost host(int number, Path image) throws IOException {
        String name = name(number);
        FleetHost host =
                new FleetHost(
                        work.resolve(name),
                        name,
                        image,
                        "GROUP=stable\nSERVER="
                                + address
                                + "/v1/update/\nREBOOT_STRATEGY=fleet-lock\n",
                        number);
        if (number == FALLS_BACK) {
            String check = "etc/platte/health.d/10-disk";
            host.write(check, "#!/bin/sh\n[ \"$PLATTE_VERSION\" = 1.0.0 ]\n");
            Files.setPosixFilePermissions(
                    host.root().resolve(check), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return host;
    }

    /** Until it runs the new release, is dead, or has fallen back and said so. */
    private void live(FleetHost host) throws Exception {
        host.start();
        try {
            host.await(Milestone.TOLD, PATIENCE);
        } finally {
            host.stop();
        }
        mostDown.accumulateAndGet(down.incrementAndGet(), Math::max);
        if (host.name().equals(name(DIES))) {
            // Its power supply: from here on it counts as down.
            return;
        }
        LockSupport.parkNanos(BOOT.toNanos());
        if (!host.start()) {
            assertThat(host.version()).isEqualTo("2.0.0");
            LockSupport.parkNanos(BOOT.toNanos());
            host.start();
        }
        down.decrementAndGet();
        try {
            host.await(Milestone.BACK, PATIENCE);
        } finally {
            host.stop();
        }
    }

    /** The timeline as the server tells it, and what it must say. */
    private void report(Map<String, FleetHost> hosts) throws Exception {
        List<JsonNode> events = events();
        Set<String> holding = new HashSet<>();
        Map<String, String> ends = new TreeMap<>();
        int most = 0;
        for (JsonNode event : events) {
            String what = event.get("what").asString();
            String name = hosts.get(event.get("host").asString()).name();
            System.out.printf(
                    "%s  %-10s %-8s %s%n",
                    event.get("at").asString(), what, name, event.path("version").asString(""));
            switch (what) {
                case "GRANTED" -> holding.add(name);
                case "BACK", "FELL_BACK", "GAVE_BACK" -> {
                    holding.remove(name);
                    ends.put(name, what);
                }
                default -> ends.put(name, what);
            }
            most = Math.max(most, holding.size());
        }
        System.out.printf("at most %d slots held, at most %d hosts down%n", most, mostDown.get());
        assertThat(most).isEqualTo(MAX);
        assertThat(mostDown.get()).isBetween(2, MAX);
        assertThat(holding).as("the policy is to hold").containsExactly(name(DIES));
        assertThat(ends).hasSize(HOSTS);
        ends.forEach(
                (name, end) ->
                        assertThat(end)
                                .as(name)
                                .isEqualTo(
                                        name.equals(name(DIES))
                                                ? "OVERDUE"
                                                : name.equals(name(FALLS_BACK))
                                                        ? "FELL_BACK"
                                                        : "BACK"));
        hosts.values()
                .forEach(
                        host ->
                                assertThat(host.version())
                                        .as(host.name())
                                        .isEqualTo(
                                                Set.of(name(DIES), name(FALLS_BACK))
                                                                .contains(host.name())
                                                        ? "1.0.0"
                                                        : "2.0.0"));
    }

    /** The oldest first, once the host that died is overdue. */
    private List<JsonNode> events() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<JsonNode> events = new ArrayList<>();
            JsonMapper.shared()
                    .readTree(send("GET", "/locks/stable/events?limit=200", ""))
                    .forEach(events::add);
            Collections.reverse(events);
            if (events.stream().anyMatch(event -> event.get("what").asString().equals("OVERDUE"))) {
                return events;
            }
            assertThat(System.nanoTime()).as("somebody is overdue").isLessThan(deadline);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
        return answer.body();
    }

    private Path image(String version) throws Exception {
        Path usr = work.resolve("usr-" + version);
        Files.createDirectories(usr.resolve("lib"));
        Files.createDirectories(usr.resolve("share/platte/keys"));
        Files.writeString(
                usr.resolve("lib/os-release"),
                "ID=test\nVERSION=\"%s\"\nVERSION_ID=%s\n".formatted(version, version));
        Files.writeString(usr.resolve("share/platte/release"), "PLATTE_RELEASE_BOARD=amd64-usr\n");
        KeyFiles.writePublic(KEY.verificationKey(), usr.resolve("share/platte/keys/payload.pem"));
        Path image = work.resolve(version + ".img");
        UsrImage.build(usr, image, SLOT, Instant.parse("2026-01-01T00:00:00Z"));
        return image;
    }
}
