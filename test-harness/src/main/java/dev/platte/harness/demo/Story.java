package dev.platte.harness.demo;

import dev.platte.client.slot.SlotName;
import dev.platte.harness.boot.Boot;
import dev.platte.harness.disk.RealFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The main job from its beginning to its end, each step on the real programs. */
final class Story {
    /**
     * How large the operating system is.
     *
     * @param image bytes of each release's image, a multiple of 1 MiB
     * @param files bytes of this machine's files in it
     */
    record Size(long image, long files) {
        /** Small enough for two minutes on two cores. */
        static final Size SMALL = new Size(96L << 20, 72L << 20);

        /** What a real {@code /usr} comes to. */
        static final Size REAL = new Size(320L << 20, 285L << 20);
    }

    private final Programs programs;
    private final Path work;
    private final PrintStream out;
    private final RandomGenerator chance;
    private final Instant made;
    private final Size size;
    private final Checklist checks = new Checklist();
    private Optional<DemoServer> served = Optional.empty();
    private int chapter;

    /**
     * @param work a folder for everything the demo makes
     * @param made the time that the releases carry
     */
    Story(
            Programs programs,
            Path work,
            PrintStream out,
            RandomGenerator chance,
            Instant made,
            Size size) {
        this.programs = programs;
        this.work = work;
        this.out = out;
        this.chance = chance;
        this.made = made;
        this.size = size;
    }

    /**
     * Tells it all.
     *
     * @param port where the server listens, 0 for a free one
     */
    Checklist tell(int port) throws IOException, InterruptedException {
        chapter("A release key, and three releases of a small operating system");
        Path key = work.resolve("release.pem");
        Path publicKey = work.resolve("release.pub.pem");
        require(ctl("keys", "generate", "--type=rsa2048", "--out=" + key), "making a key");
        require(ctl("keys", "public", "--key=" + key, "--out=" + publicKey), "its public half");
        Release.Shape shape = shape(publicKey);
        Release factory = Release.build(shape, "1.0.0", true);
        Release good = Release.build(shape, "1.1.0", true);
        Release bad = Release.build(shape, "1.2.0", false);
        sign(good, key);
        sign(bad, key);
        makeDelta(good, bad, key);

        chapter("An update server with an embedded PostgreSQL");
        DemoServer server = DemoServer.start(programs, home(), port);
        served = Optional.of(server);
        out.printf("  dashboard: %s/%n", server.address());
        server.establish(publicKey);
        server.haltAtTheFirstFailure();

        chapter("A host with release 1.0.0 in slot A boots and asks");
        DemoHost host =
                new DemoHost(programs, work.resolve("host"), factory, server.address(), chance);
        checks.compare("the factory disk boots", outcome(host.boot()), "USR-A 1.0.0 healthy");
        confirm(host, 0);
        require(host.client("check"), "the first check");

        chapter("Release 1.1.0 is uploaded, checked by the server, and published");
        server.publish(good.version(), good.payload());
        update(host);
        checks.compare(
                "slot B holds release 1.1.0 bit for bit",
                host.sha256(SlotName.B, size.image()),
                DemoHost.sha256(good.image()));
        checks.compare(
                "slot A was not touched",
                host.sha256(SlotName.A, size.image()),
                DemoHost.sha256(factory.image()));
        checks.compare("the server knows", state(server, host), "INSTALLED");
        host.client("slots");

        chapter("The host reboots into slot B, passes its health check, and confirms");
        checks.compare("the flip boots slot B", outcome(host.boot()), "USR-B 1.1.0 healthy");
        confirm(host, 0);
        require(host.client("check"), "the report after the reboot");
        checks.compare("the server counts it as complete", state(server, host), "COMPLETE");

        chapter(
                "Release 1.2.0 comes as a delta, and is broken: its health check fails after the"
                        + " boot");
        server.publish(bad.version(), bad.payload(), bad.deltaFrom(good), good.version());
        update(host);
        checks.compare("only what changed was sent", host.wasOffered(bad.deltaFrom(good)), true);
        checks.compare(
                "slot A holds release 1.2.0 bit for bit",
                host.sha256(SlotName.A, size.image()),
                DemoHost.sha256(bad.image()));
        checks.compare("the flip boots slot A", outcome(host.boot()), "USR-A 1.2.0 unhealthy");
        confirm(host, 1);
        checks.compare("the next boot falls back", outcome(host.boot()), "USR-B 1.1.0 healthy");
        confirm(host, 0);
        require(host.client("check"), "the report of the fall-back");
        checks.compare("the server knows of the fall-back", state(server, host), "FELL_BACK");
        JsonNode rollout = server.rollout();
        out.printf("  the rollout halted itself: %s%n", rollout.path("stateReason").asString(""));
        checks.compare(
                "the rollout of 1.2.0 halted itself",
                rollout.path("version").asString("") + " " + rollout.path("state").asString(""),
                "1.2.0 HALTED");
        checks.compare(
                "the bound that was crossed is named",
                "%d of %d failed, above %.0f %%"
                        .formatted(
                                rollout.path("crossed").path("failures").asLong(),
                                rollout.path("crossed").path("resolved").asLong(),
                                rollout.path("crossed").path("allowed").asDouble() * 100),
                "1 of 1 failed, above 5 %");
        checks.compare(
                "slot B still holds release 1.1.0",
                host.sha256(SlotName.B, size.image()),
                DemoHost.sha256(good.image()));
        host.client("update");
        checks.compare("1.2.0 is not tried again", outcome(host.boot()), "USR-B 1.1.0 healthy");
        host.client("slots");
        return checks;
    }

    /** The server that it was told on; empty before. */
    Optional<DemoServer> server() {
        return served;
    }

    /** Where the server lives. */
    Path home() {
        return work.resolve("server");
    }

    private Release.Shape shape(Path publicKey) throws IOException {
        Path files = work.resolve("files");
        long copied = RealFiles.copy(files, size.files());
        out.printf(
                "  images of %d MiB with %d MiB of this machine's programs%n",
                size.image() >> 20, copied >> 20);
        return new Release.Shape(work, files, publicKey, size.image(), made);
    }

    private void sign(Release release, Path key) throws IOException, InterruptedException {
        require(
                ctl(
                        "payload",
                        "create",
                        "--image=" + release.image(),
                        "--key=" + key,
                        "--out=" + release.payload()),
                "making the payload of " + release.version());
        out.printf(
                "  %s: image %d MiB, signed payload %d MiB%n",
                release.version(), size.image() >> 20, Files.size(release.payload()) >> 20);
    }

    private void makeDelta(Release older, Release newer, Path key)
            throws IOException, InterruptedException {
        Path delta = newer.deltaFrom(older);
        require(
                ctl(
                        "payload",
                        "create",
                        "--image=" + newer.image(),
                        "--source=" + older.image(),
                        "--key=" + key,
                        "--out=" + delta),
                "making the delta to " + newer.version());
        out.printf(
                "  %s from %s: signed delta of %d KiB%n",
                newer.version(), older.version(), Files.size(delta) >> 10);
    }

    private void update(DemoHost host) throws IOException, InterruptedException {
        checks.compare("the client installs it", host.client("update"), 0);
    }

    private void confirm(DemoHost host, int wanted) throws IOException, InterruptedException {
        checks.compare(
                wanted == 0 ? "the client confirms the slot" : "the client refuses to confirm",
                host.client("confirm"),
                wanted);
    }

    private static String state(DemoServer server, DemoHost host)
            throws IOException, InterruptedException {
        JsonNode seen = server.host(host.machineId());
        return seen.path("host").path("state").asString("");
    }

    private static String outcome(Boot boot) {
        return switch (boot) {
            case Boot.Booted(SlotName slot, String version, var _, boolean healthy) ->
                    "%s %s %s".formatted(slot.label(), version, healthy ? "healthy" : "unhealthy");
            case Boot.Crashed(SlotName slot, String reason) -> slot.label() + " crashed: " + reason;
            case Boot.Stopped(String reason) -> "stopped: " + reason;
        };
    }

    private int ctl(String... arguments) throws IOException, InterruptedException {
        return programs.run("updatectl", List.of(arguments));
    }

    private static void require(int status, String what) {
        if (status != 0) {
            throw new IllegalStateException(what + " ended with status " + status);
        }
    }

    private void chapter(String title) {
        chapter++;
        out.printf("%n%d. %s%n", chapter, title);
    }
}
