package dev.platte.harness.disk;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Host;
import dev.platte.client.agent.LiveInbox;
import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Request;
import dev.platte.client.agent.Watcher;
import dev.platte.client.agent.World;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.http.Http;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.StateDir;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * A host as the client finds it after a boot: a disk, and a root directory that may be seen through
 * another file system.
 *
 * @param root what the client takes for {@code /}
 * @param running the slot that the bootloader chose
 */
record CutHost(BlockDevice disk, Path root, SlotName running, String server) implements Host {
    static final String OLD = "1.0.0";
    static final String NEW = "2.0.0";

    /** Files that an image and the kernel bring, below a real directory. */
    static void lay(Path root, SigningKey key) throws IOException {
        write(root, "etc/machine-id", "3d2f2a4e5c8b4c7c9a7d6f1e0b9a8c7d\n");
        write(root, "proc/sys/kernel/arch", "x86_64\n");
        Path keys = Files.createDirectories(root.resolve("usr/share/platte/keys"));
        KeyFiles.writePublic(key.verificationKey(), keys.resolve("payload.pem"));
        Files.createDirectories(root.resolve("var/lib/update_engine/prefs"));
        Files.createDirectories(root.resolve("run"));
    }

    /**
     * Boots what the bootloader chooses.
     *
     * @param real the root directory itself
     * @param seen the same, as the client is to see it
     */
    static CutHost boot(BlockDevice disk, Path real, Path seen, String server) throws IOException {
        if (!(Gptprio.next(disk) instanceof Choice.Boots choice)) {
            throw new AssertionError("nothing boots");
        }
        SlotName slot = choice.id().equals(SlotName.A.id()) ? SlotName.A : SlotName.B;
        write(real, "proc/cmdline", "mount.usr=PARTUUID=" + slot.id() + "\n");
        write(real, "proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
        write(
                real,
                "usr/share/platte/release",
                "PLATTE_RELEASE_VERSION=%s\nPLATTE_RELEASE_BOARD=amd64-usr\n"
                        .formatted(slot == SlotName.A ? OLD : NEW));
        return new CutHost(disk, seen, slot, server);
    }

    private static void write(Path root, String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Override
    public Settings settings() throws ConfigException, IOException {
        return SettingsReader.read(
                        new SettingsReader.Sources(
                                root,
                                Optional.empty(),
                                Map.of(
                                        "SERVER", server,
                                        "POSTINST", "false",
                                        "DOWNLOAD_RETRY_DELAY", "0"),
                                Map.of()))
                .settings();
    }

    @Override
    public Slots openDisk(Settings settings) throws IOException {
        return Slots.on(disk, running);
    }

    /** What one run of the client makes of this boot, and of the server's offer. */
    Reply run() throws Exception {
        Agent agent =
                new Agent(
                        this,
                        new StateDir(settings().places().state()),
                        new World(
                                Http::of,
                                new LiveInbox(),
                                InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z")),
                                new Random(1)),
                        Watcher.NOBODY);
        try {
            agent.begin();
            return agent.handle(new Request.Update(InstallSource.ONDEMAND_UPDATE));
        } finally {
            agent.end();
        }
    }
}
