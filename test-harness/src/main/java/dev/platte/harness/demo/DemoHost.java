package dev.platte.harness.demo;

import dev.platte.client.slot.SlotName;
import dev.platte.harness.boot.Boot;
import dev.platte.harness.boot.Machine;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** One host of the demo: a disk image with two slots, a bootloader, and the real client on it. */
final class DemoHost {
    private static final int USR_A = 3;
    private static final int USR_B = 4;

    private final Programs programs;
    private final DiskImage disk;
    private final Machine machine;

    /**
     * A factory-new host with a release in slot A.
     *
     * @param home where its disk and its root directory lie
     * @param server the address that its update.conf names
     */
    DemoHost(Programs programs, Path home, Release factory, String server, RandomGenerator chance)
            throws IOException {
        this.programs = programs;
        Files.createDirectories(home);
        this.disk =
                DiskImage.create(
                        home.resolve("disk.img"), DiskLayout.around(Files.size(factory.image())));
        disk.fill(USR_A, factory.image());
        this.machine = new Machine(disk, home.resolve("root"), chance);
        Path conf = machine.root().resolve("etc/platte/update.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(
                conf,
                "GROUP=stable\nSERVER=%s/v1/update/\nMACHINE_ALIAS=demo-1\n".formatted(server));
    }

    Boot boot() throws IOException, InterruptedException {
        return machine.boot();
    }

    /** Runs the client on this host's disk, its output on this terminal. */
    int client(String... command) throws IOException, InterruptedException {
        return programs.run("update-client", arguments(command));
    }

    /** Runs the client on this host's disk and gives what it printed. */
    Programs.Ended ask(String... command) throws IOException, InterruptedException {
        return programs.ask("update-client", arguments(command));
    }

    /** Whether the last offer was of exactly that file. */
    boolean wasOffered(Path payload) throws IOException {
        Path offer = machine.root().resolve("var/lib/update_engine/prefs/full-response");
        return Files.readString(offer).contains("hash_sha256=\"" + sha256(payload) + "\"");
    }

    /** The machine id, as the server knows this host. */
    String machineId() throws IOException {
        return Files.readString(machine.root().resolve("etc/machine-id")).strip();
    }

    /** SHA-256 of the first bytes of a slot, lower-case hex, read from the disk itself. */
    String sha256(SlotName slot, long size) throws IOException {
        int partition = slot == SlotName.A ? USR_A : USR_B;
        try (FileChannel file = FileChannel.open(disk.path())) {
            file.position(disk.offset(partition));
            return sha256(Channels.newInputStream(file), size);
        }
    }

    /** SHA-256 of a whole file, lower-case hex. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in, Files.size(file));
        }
    }

    private static String sha256(InputStream in, long size) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the disk ends " + left + " bytes too early");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private List<String> arguments(String... command) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--root=" + machine.root().toAbsolutePath(),
                                "--disk=" + disk.path().toAbsolutePath()));
        arguments.addAll(List.of(command));
        return arguments;
    }
}
