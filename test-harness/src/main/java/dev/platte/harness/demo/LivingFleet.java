package dev.platte.harness.demo;

import dev.platte.ctl.simulate.Scenario;
import dev.platte.ctl.simulate.Scenario.Crowd;
import dev.platte.ctl.simulate.Scenario.Habits;
import dev.platte.ctl.simulate.Scenario.Mishaps;
import dev.platte.ctl.simulate.Scenario.Share;
import dev.platte.ctl.simulate.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Two applications with hosts that poll, update, fail and fall silent, so that a dashboard has
 * something to show: a release that is being rolled out, one that halts, hosts left behind, a group
 * that is paused, a promotion that waits for somebody to agree. As long as it lives, new releases
 * come.
 */
final class LivingFleet implements AutoCloseable {
    private static final String MEADOW = "{8d2e4f10-5b7a-4c1d-9e36-0a4b7c9d2f51}";
    static final String APP = "8d2e4f10-5b7a-4c1d-9e36-0a4b7c9d2f51";
    private static final String GATEWAY = "gw-7";
    private static final List<String> BOTH = List.of("amd64", "arm64");
    private static final List<String> ARM = List.of("arm64");
    private static final String OLD = "4081.3.2";
    private static final String BASE = "4152.2.1";
    private static final String NEXT = "4186.1.0";
    private static final String NEWEST = "4230.0.0";

    /** Hosts live so many times as fast: one polls about once a minute. */
    private static final double SPEED = 40;

    private static final int CONNECTIONS = 8;
    private static final Duration BETWEEN_RELEASES = Duration.ofMinutes(9);

    private final DemoServer server;
    private final DemoApi api;
    private final FleetReleases releases;
    private final Path publicKey;
    private final int hosts;
    private final List<Simulation> simulations = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private LivingFleet(DemoServer server, FleetReleases releases, Path publicKey, int hosts) {
        this.server = server;
        this.api = server.api();
        this.releases = releases;
        this.publicKey = publicKey;
        this.hosts = hosts;
    }

    /**
     * The key that signs releases.
     *
     * @param secret PEM file of the private half
     * @param open PEM file of the public half
     */
    record Key(Path secret, Path open) {}

    /**
     * Sets the server up for it and lets it begin.
     *
     * @param work an existing folder for what it makes
     * @param hosts how many, 100 or more
     */
    static LivingFleet begin(Programs programs, DemoServer server, Path work, Key key, int hosts)
            throws IOException, InterruptedException {
        FleetReleases releases = new FleetReleases(programs, server.api(), work, key.secret());
        LivingFleet fleet = new LivingFleet(server, releases, key.open(), hosts);
        fleet.establish();
        fleet.populate();
        fleet.move();
        Thread.ofVirtual().name("releases").start(fleet::goOn);
        return fleet;
    }

    /** What it began with: everybody where their channel points, nothing on its way. */
    private void establish() throws IOException, InterruptedException {
        api.apply(document(), "a fleet to look at");
        for (String path : List.of(APP, GATEWAY)) {
            api.post(
                    "/applications/" + path + "/keys",
                    Map.of("name", "release 2026", "pem", Files.readString(publicKey)));
        }
        releases.publish(APP, OLD, "", BOTH);
        releases.publish(APP, BASE, "Kernel 6.12.58; fixes bond0 on reboot.", BOTH);
        releases.publish(APP, NEXT, "systemd 258, podman 5.6.", BOTH);
        releases.publish(APP, NEWEST, "Kernel 6.18.", BOTH);
        releases.publish(GATEWAY, "1.4.0", "", ARM);
        releases.publish(GATEWAY, "1.5.0-rc.1", "New modem firmware.", ARM);
        point(MEADOW, BOTH, Map.of("alpha", BASE, "beta", BASE, "stable", BASE), "first release");
        point(GATEWAY, ARM, Map.of("pilot", "1.4.0", "field", "1.4.0"), "first release");
        complete();
    }

    /** Nobody has asked yet: there is nothing to roll out. */
    private void complete() throws IOException, InterruptedException {
        for (String app : List.of(APP, GATEWAY)) {
            for (JsonNode rollout : api.get("/applications/" + app + "/rollouts")) {
                if (!rollout.path("group").asString("").startsWith("stable")
                        && rollout.path("state").asString("").equals("RUNNING")) {
                    api.change(
                            "POST",
                            "/applications/"
                                    + app
                                    + "/rollouts/"
                                    + rollout.path("id").asString()
                                    + "/complete",
                            Map.of("reason", "where its hosts are already"));
                }
            }
        }
    }

    private void populate() {
        List<Share> amd =
                List.of(
                        new Share("alpha", 1),
                        new Share("beta", 5),
                        new Share("stable", 16),
                        new Share("stable-berlin", 2));
        List<Share> arm =
                List.of(
                        new Share("alpha", 1),
                        new Share("stable", 7),
                        new Share("stable-berlin", 1));
        List<Share> stable = List.of(new Share("stable", 7), new Share("stable-berlin", 1));
        List<Share> parks = List.of(new Share("pilot", 1), new Share("field", 9));
        Mishaps few = new Mishaps(0.012, 10, 0.004, 0.004, 0.03);
        Mishaps many = new Mishaps(0.22, 2503, 0.08, 0, 0.03);
        Mishaps none = Mishaps.NONE;
        live(new Crowd(MEADOW, amd, BASE, "amd64", part(70)), few, 1);
        live(new Crowd(MEADOW, List.of(new Share("beta", 1)), BASE, "arm64", part(6)), many, 2);
        live(new Crowd(MEADOW, arm, BASE, "arm64", part(8)), few, 3);
        live(new Crowd(MEADOW, stable, OLD, "amd64", part(6)), few, 4);
        live(new Crowd(GATEWAY, parks, "1.4.0", "arm64", part(10)), none, 5);
    }

    private int part(int percent) {
        return Math.max(1, hosts * percent / 100);
    }

    private void live(Crowd crowd, Mishaps mishaps, long seed) {
        simulations.add(
                Simulation.start(
                        new Scenario(
                                crowd, Habits.USUAL.faster(SPEED), mishaps, Optional.empty(), seed),
                        new Simulation.Target(URI.create(server.address()), CONNECTIONS)));
    }

    private void move() throws IOException, InterruptedException {
        point(MEADOW, BOTH, Map.of("alpha", NEWEST), "the newest kernel");
        point(MEADOW, BOTH, Map.of("beta", NEXT), "a week on alpha without a word");
        point(GATEWAY, ARM, Map.of("pilot", "1.5.0-rc.1"), "try the new modem firmware");
        // From now on nobody moves stable alone.
        api.change(
                "PATCH",
                "/applications/" + APP + "/groups/beta/policy",
                Map.of(
                        "promotion",
                        Map.of(
                                "to", "stable",
                                "soak", "PT30M",
                                "minUpdated", 100,
                                "allowed", 5,
                                "approvals", 1)));
        api.post(
                "/applications/" + APP + "/channels/amd64/stable/proposals",
                Map.of("version", NEXT, "reason", "two customers wait for podman 5.6"));
    }

    /** Alpha gets something new, and beta what alpha had. */
    private void goOn() {
        String before = NEWEST;
        try {
            for (int number = 0; !over.await(BETWEEN_RELEASES.toSeconds(), TimeUnit.SECONDS); ) {
                number++;
                String version = "4244.%d.0".formatted(number);
                releases.publish(APP, version, "Nightly.", BOTH);
                point(MEADOW, BOTH, Map.of("alpha", version, "beta", before), "the next one");
                before = version;
            }
        } catch (IOException e) {
            System.err.println("  the fleet gets no more releases: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void point(
            String appId, List<String> archs, Map<String, String> channels, String reason)
            throws IOException, InterruptedException {
        StringBuilder document = new StringBuilder("applications:\n");
        document.append("- appid: \"").append(appId).append("\"\n  channels:\n");
        for (String arch : archs) {
            channels.forEach(
                    (name, version) ->
                            document.append(
                                    "  - {name: %s, arch: %s, version: %s}%n"
                                            .formatted(name, arch, version)));
        }
        api.apply(document.toString(), reason);
    }

    private static String document() throws IOException {
        try (InputStream file = LivingFleet.class.getResourceAsStream("fleet.yaml")) {
            return new String(
                    Objects.requireNonNull(file, "fleet.yaml").readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }

    /** Hosts finish what they are saying and say no more. */
    @Override
    public void close() {
        over.countDown();
        simulations.forEach(Simulation::close);
    }
}
