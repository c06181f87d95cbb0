package dev.platte.client.agent;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.RawGpt;
import dev.platte.client.http.Http;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.StateDir;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A host in a directory: a disk image of two slots, both with a confirmed release, A running; and a
 * newer image with its payload.
 */
public final class TestHost implements Host {
    public static final int SLOT = 4 << 20;
    public static final int IMAGE = (3 << 20) + 8192;
    private static final int FIRST = 2048;
    private static final int SECTORS = SLOT / 512;

    /** Made once: generating one takes a while. */
    public static final SigningKey KEY = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());

    public static final SigningKey OTHER_KEY =
            SigningKey.generate(KeyType.RSA_2048, new SecureRandom());

    private static byte[] signed = {};

    public final Path root;
    public final Path disk;
    public final byte[] image;
    public final Map<String, String> keys = new LinkedHashMap<>();
    public final Map<String, String> environment = new LinkedHashMap<>();
    private SlotName running = SlotName.A;

    public TestHost(Path directory) throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        disk = directory.resolve("disk.img");
        Random chance = new Random(7);
        byte[] a = new byte[SLOT];
        byte[] b = new byte[SLOT];
        image = new byte[IMAGE];
        chance.nextBytes(a);
        chance.nextBytes(b);
        chance.nextBytes(image);
        RawGpt gpt =
                new RawGpt(512, FIRST + 2 * SECTORS + 2048, 128, 128)
                        .with(
                                3,
                                SlotName.TYPE,
                                SlotName.A.id(),
                                FIRST,
                                FIRST + SECTORS - 1,
                                1L << 56 | 2L << 48,
                                "USR-A")
                        .with(
                                4,
                                SlotName.TYPE,
                                SlotName.B.id(),
                                FIRST + SECTORS,
                                FIRST + 2 * SECTORS - 1,
                                1L << 56 | 1L << 48,
                                "USR-B");
        gpt.raw().put(FIRST * 512, a).put((FIRST + SECTORS) * 512, b);
        Files.write(disk, gpt.raw().array());
        write("etc/machine-id", "abce671d61774703ac7be60715220bfe\n");
        boots(SlotName.A, "1.0.0", "794e09d3-2587-45ed-8209-ee3b888b3126");
        trust(KEY);
        // The image is noise, and has none.
        keys.put("POSTINST", "false");
        keys.put("STALL_TIMEOUT", "300ms");
        keys.put("DOWNLOAD_RETRY_DELAY", "0");
        keys.put("DOWNLOAD_RETRIES", "2");
    }

    /** What a boot changes. */
    public void boots(SlotName slot, String version, String bootId) throws IOException {
        running = slot;
        write(
                "usr/share/platte/release",
                "PLATTE_RELEASE_VERSION=" + version + "\nPLATTE_RELEASE_BOARD=amd64-usr\n");
        write("proc/sys/kernel/random/boot_id", bootId + "\n");
        write("proc/sys/kernel/arch", "x86_64\n");
        write("proc/cmdline", "mount.usr=PARTUUID=" + slot.id() + "\n");
    }

    public void trust(SigningKey key) throws IOException {
        Path keysDirectory = Files.createDirectories(root.resolve("usr/share/platte/keys"));
        Path file = keysDirectory.resolve("payload.pem");
        Files.deleteIfExists(file);
        KeyFiles.writePublic(key.verificationKey(), file);
    }

    public void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A payload of the newer image. */
    public byte[] payload(Signing signing) {
        return payload(signing, new byte[0]);
    }

    /** A payload of the newer image and of its kernel, signed. */
    public byte[] payloadWith(byte[] kernel) {
        return payload(new Signing.Now(List.of(KEY)), kernel);
    }

    private byte[] payload(Signing signing, byte[] kernel) {
        Path directory = root.resolveSibling("make");
        try {
            Files.createDirectories(directory);
            Path source = Files.write(directory.resolve("image"), image);
            Path out = directory.resolve("payload");
            Files.deleteIfExists(out);
            Optional<Path> with =
                    kernel.length == 0
                            ? Optional.empty()
                            : Optional.of(Files.write(directory.resolve("kernel"), kernel));
            PayloadCreator.create(new CreateRequest(source, with, out, signing, 1, _ -> {}));
            return Files.readAllBytes(out);
        } catch (IOException | CreateException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The signed one; the same for all hosts, and made once. */
    public byte[] payload() {
        synchronized (TestHost.class) {
            if (signed.length == 0) {
                signed = payload(new Signing.Now(List.of(KEY)));
            }
            return signed.clone();
        }
    }

    @Override
    public Slots openDisk(Settings settings) throws IOException {
        return slots();
    }

    @Override
    public Settings settings() {
        try {
            return SettingsReader.read(
                            new SettingsReader.Sources(root, Optional.empty(), keys, environment))
                    .settings();
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    public StateDir state() throws IOException {
        return new StateDir(settings().places().state());
    }

    public Slots slots() throws IOException {
        return Slots.open(disk, running, HostPaths.ofThisHost());
    }

    public BootFlags flags(SlotName slot) throws IOException {
        try (Slots slots = slots()) {
            return slots.all().get(slot.ordinal()).flags();
        }
    }

    /** As somebody else changes them, such as the bootloader. */
    public void setFlags(SlotName slot, BootFlags flags) throws IOException {
        try (FileDevice device = FileDevice.open(disk, Path.of("/sys"))) {
            new GptDisk(device).change(table -> table.withFlags(3 + slot.ordinal(), flags));
        }
    }

    /** All that a slot holds. */
    public byte[] bytes(SlotName slot) throws IOException {
        byte[] content = new byte[SLOT];
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "r")) {
            file.seek((FIRST + (long) slot.ordinal() * SECTORS) * 512);
            file.readFully(content);
        }
        return content;
    }

    /** Of the first bytes of a slot. */
    public Sha256 content(SlotName slot, int bytes) throws IOException {
        return Sha256.of(Arrays.copyOf(bytes(slot), bytes));
    }

    /** A fresh process on this host. */
    public Agent agent() throws IOException {
        return agent(Watcher.NOBODY);
    }

    public Agent agent(Watcher watcher) throws IOException {
        return agent(watcher, new TestInbox());
    }

    public Agent agent(Watcher watcher, Inbox inbox) throws IOException {
        return new Agent(
                this,
                state(),
                new World(Http::of, inbox, InstantSource.fixed(Instant.EPOCH), new Random(1)),
                watcher);
    }
}
