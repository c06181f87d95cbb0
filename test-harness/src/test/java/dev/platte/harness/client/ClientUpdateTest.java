package dev.platte.harness.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.cli.UpdateClient;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.boot.Boot;
import dev.platte.harness.boot.Machine;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.harness.disk.Judges;
import dev.platte.harness.disk.UsrImage;
import dev.platte.harness.release.ReleaseServer;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientUpdateTest {
    private static final int SLOT = 32 << 20;
    private static final long PATIENCE_SECONDS = 60;
    private static final SigningKey KEY = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());

    @TempDir private static Path releases;
    private static Path oldImage;
    private static Path newImage;
    private static Path payload;

    @TempDir private Path temp;
    private DiskImage disk;
    private Machine machine;
    private ReleaseServer server;
    private Sha256 oldSlot;

    /** What a program printed, and how it ended. */
    private record Ended(int status, String output) {}

    @BeforeAll
    static void makeReleases() throws Exception {
        Judges.mke2fs();
        oldImage = image("1.0.0", 1);
        newImage = image("2.0.0", 24);
        payload = releases.resolve("payload");
        PayloadCreator.create(
                new CreateRequest(
                        newImage,
                        Optional.empty(),
                        payload,
                        new Signing.Now(List.of(KEY)),
                        2,
                        _ -> {}));
    }

    @BeforeEach
    void start() throws Exception {
        disk = DiskImage.create(temp.resolve("disk"), DiskLayout.around(SLOT));
        disk.fill(3, oldImage);
        machine = new Machine(disk, temp.resolve("root"), new Random(5));
        server = new ReleaseServer(payload, "2.0.0");
        Path conf = machine.root().resolve("etc/platte/update.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(conf, "GROUP=stable\nSERVER=%s/v1/update/\n".formatted(server.address()));
        machine.boot();
        oldSlot = content(SlotName.A, SLOT);
    }

    /** An image with a release's files, and so many megabytes that no compressor shrinks. */
    private static Path image(String version, int megabytes) throws Exception {
        Path usr = releases.resolve("usr-" + version);
        Files.createDirectories(usr.resolve("lib"));
        Files.createDirectories(usr.resolve("share/platte/keys"));
        Files.writeString(
                usr.resolve("lib/os-release"),
                "ID=test\nVERSION=\"%s\"\nVERSION_ID=%s\n".formatted(version, version));
        Files.writeString(usr.resolve("share/platte/release"), "PLATTE_RELEASE_BOARD=amd64-usr\n");
        KeyFiles.writePublic(KEY.verificationKey(), usr.resolve("share/platte/keys/payload.pem"));
        byte[] noise = new byte[megabytes << 20];
        new Random(megabytes).nextBytes(noise);
        Files.write(usr.resolve("lib/noise"), noise);
        Path image = releases.resolve(version + ".img");
        UsrImage.build(usr, image, SLOT, Instant.parse("2026-01-01T00:00:00Z"));
        return image;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Process client(String... command) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UpdateClient.class.getName(),
                                "--root=" + machine.root(),
                                "--disk=" + disk.path()));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output").toFile())
                .start();
    }

    private Ended run(String... command) throws Exception {
        Process process = client(command);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(temp.resolve("output"), StandardCharsets.UTF_8));
    }

    private Sha256 content(SlotName slot, int bytes) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(bytes);
        try (FileChannel file = FileChannel.open(disk.path())) {
            long at = disk.offset(slot == SlotName.A ? 3 : 4);
            while (content.hasRemaining() && file.read(content, at + content.position()) >= 0) {
                // Until the buffer is full.
            }
        }
        return Sha256.of(content.array());
    }

    private BootFlags flags(int partition) throws IOException {
        try (FileDevice device = FileDevice.open(disk.path(), 512)) {
            return new GptDisk(device)
                    .table().partitions().stream()
                            .filter(p -> p.number() == partition)
                            .findFirst()
                            .orElseThrow()
                            .flags();
        }
    }

    /** Starts an update against a server that hangs, and waits until a place was saved. */
    private Process updateUntilAPlaceIsSaved() throws Exception {
        server.hangAfter(20 << 20);
        return until("checkpoint", "update");
    }

    /** Starts the client, and waits until a file of that name lies in its state directory. */
    private Process until(String file, String command) throws Exception {
        Path state = Files.createDirectories(machine.root().resolve("var/lib/update_engine"));
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            state.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = client(command);
            while (!Files.exists(state.resolve(file))) {
                var key = watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(key)
                        .as(file + " appears: " + Files.readString(temp.resolve("output")))
                        .isNotNull();
                key.reset();
            }
            return process;
        }
    }

    @Test
    void hostGoesFromAToBThroughItsBootloader() throws Exception {
        assertThat(run("check").output()).contains("2.0.0 is offered");

        Ended update = run("update");

        assertThat(update.status()).as(update.output()).isZero();
        assertThat(update.output()).contains("100 %", "2.0.0 is installed and waits for a reboot");
        assertThat(flags(4)).isEqualTo(new BootFlags(2, 1, false));
        assertThat(run("status").output())
                .contains("CURRENT_OP=UPDATE_STATUS_UPDATED_NEED_REBOOT\n", "NEW_VERSION=2.0.0\n");
        assertThat(run("status", "--output", "json").output())
                .contains("\"current_op\":\"UPDATE_STATUS_UPDATED_NEED_REBOOT\"");

        assertThat(machine.boot())
                .isInstanceOfSatisfying(
                        Boot.Booted.class, boot -> assertThat(boot.version()).isEqualTo("2.0.0"));
        assertThat(run("slots").output())
                .containsPattern("USR-A +3 .* 1 +0 +yes +1.0.0 +next to boot")
                .containsPattern("USR-B +4 .* 2 +0 +no +2.0.0 +running, does not boot");
        Ended confirm = run("confirm");
        assertThat(confirm.status()).as(confirm.output()).isZero();
        assertThat(flags(4)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(run("update").output()).contains("up to date");
        assertThat(server.requests().getLast()).contains("previousversion=\"1.0.0\"");
        assertThat(server.events()).containsExactly("13/1", "14/1", "3/1");
        assertThat(content(SlotName.A, SLOT)).isEqualTo(oldSlot);
    }

    @Test
    void killedClientGoesOnWhereItWas() throws Exception {
        Process process = updateUntilAPlaceIsSaved();
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(content(SlotName.A, SLOT)).isEqualTo(oldSlot);
        assertThat(flags(4)).isEqualTo(BootFlags.UNBOOTABLE);
        assertThat(machine.boot())
                .isInstanceOfSatisfying(
                        Boot.Booted.class, boot -> assertThat(boot.version()).isEqualTo("1.0.0"));

        server.hangAfter(Math.toIntExact(Files.size(payload)));
        Ended update = run("update");

        assertThat(update.status()).as(update.output()).isZero();
        assertThat(update.output()).contains("going on with 2.0.0 at");
        assertThat(server.ranges().getLast()).matches("bytes=[1-9][0-9]{7}-");
        assertThat(content(SlotName.B, SLOT)).isEqualTo(Sha256.of(Files.readAllBytes(newImage)));
        assertThat(content(SlotName.A, SLOT)).isEqualTo(oldSlot);
    }

    @Test
    void endedClientKeepsItsPlaceAndLeavesWithStatusZero() throws Exception {
        Process process = updateUntilAPlaceIsSaved();
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(run("status").output()).contains("CURRENT_OP=UPDATE_STATUS_IDLE", "told to end");

        server.hangAfter(Math.toIntExact(Files.size(payload)));
        assertThat(run("update").status()).isZero();
        assertThat(server.ranges().getLast()).matches("bytes=[1-3][0-9]{7}-");
    }

    @Test
    void endedDaemonLeavesWithStatusZero() throws Exception {
        Process process = until("agent", "daemon");
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(run("status").output()).contains("CURRENT_OP=UPDATE_STATUS_IDLE");
    }

    @Test
    void commandsReachTheDaemonThatRuns() throws Exception {
        Process daemon = until("agent", "daemon");
        try {
            assertThat(run("status").output()).contains("DAEMON=running", "NEXT=a check at 20");
            assertThat(run("check").output()).contains("2.0.0 is offered");

            Ended update = run("update");

            assertThat(update.status()).as(update.output()).isZero();
            assertThat(update.output())
                    .contains("installing 2.0.0", "2.0.0 is installed and waits for a reboot");
            assertThat(run("reset").status()).isZero();
            assertThat(flags(4)).isEqualTo(BootFlags.UNBOOTABLE);
            assertThat(run("daemon").output())
                    .contains("another update-client (process " + daemon.pid());
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(daemon.exitValue()).isZero();
        assertThat(run("status").output())
                .contains("DAEMON=not running", "NEXT=nothing by itself: no daemon runs");
        assertThat(run("watch").output()).contains("no agent runs");
    }

    @Test
    void theDaemonRebootsIntoWhatItInstalledWhenNothingStopsIt() throws Exception {
        Path root = machine.root();
        Path blocker = Files.createDirectories(root.resolve("etc/platte/reboot.block.d"));
        Files.writeString(blocker.resolve("backup"), "the backup runs\n");
        Path conf = root.resolve("etc/platte/update.conf");
        Files.writeString(
                conf, Files.readString(conf) + "REBOOT_COMMAND=touch $PLATTE_ROOT/power/down\n");
        Path power = Files.createDirectories(root.resolve("power"));
        Process daemon = until("agent", "daemon");
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            power.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Ended update = run("update");
            assertThat(update.status()).as(update.output()).isZero();
            assertThat(run("status").output())
                    .contains("NEXT=the reboot into 2.0.0 waits: ", "reboots: the backup runs");

            Files.delete(blocker.resolve("backup"));

            assertThat(watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            assertThat(run("reset").output()).contains("the host goes down for its reboot");
            assertThat(root.resolve("run/update-engine/coordinator.conf"))
                    .content()
                    .startsWith("NAME=update-client\nSTRATEGY=reboot\nSTATE=reboot");
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoeverLooksFollowsAnUpdateThatACommandMakes() throws Exception {
        Process process = updateUntilAPlaceIsSaved();
        try {
            assertThat(run("status").output())
                    .contains(
                            "CURRENT_OP=UPDATE_STATUS_DOWNLOADING",
                            "DAEMON=running",
                            "REASON=installing 2.0.0");
            assertThat(run("update").output()).contains("the agent is at work");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run("status").output())
                .contains(
                        "CURRENT_OP=UPDATE_STATUS_IDLE",
                        "the last run was killed while it was downloading");
    }

    @Test
    void badSettingNamesItsPlace() throws Exception {
        Path conf = machine.root().resolve("etc/platte/update.conf");
        Files.writeString(conf, "# limits\nSTALL_TIMEOUT=soon\n");
        Ended ended = run("update");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).contains(conf + ":2: STALL_TIMEOUT=soon", "such as 90s");
    }
}
