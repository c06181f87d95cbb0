package dev.platte.harness.boot;

import dev.platte.client.gpt.FileDevice;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A machine with one disk. Starting it asks the bootloader for a slot, reads the files a client
 * looks at out of that slot's image, and lays them under a root directory, beside what the kernel
 * would tell: etc/machine-id, usr/lib/os-release, usr/share/platte, usr/lib/platte/health.d,
 * proc/sys/kernel/random/boot_id, proc/cmdline.
 */
public final class Machine {
    private static final String HEALTH = "lib/platte/health.d";
    private static final List<String> FROM_IMAGE =
            List.of("lib/os-release", "share/platte", HEALTH);
    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(30);

    private final DiskImage disk;
    private final Path root;
    private final RandomGenerator chance;

    /**
     * @param root the directory that stands for {@code /}; made when it is missing
     * @param chance gives the machine id, once, and the boot ids
     */
    public Machine(DiskImage disk, Path root, RandomGenerator chance) {
        this.disk = disk;
        this.root = root;
        this.chance = chance;
    }

    /** The directory that stands for {@code /}. */
    public Path root() {
        return root;
    }

    /**
     * Starts the machine. The bootloader counts a try down even if the image then turns out to be
     * broken.
     */
    public Boot boot() throws IOException, InterruptedException {
        Choice choice;
        try (FileDevice device = FileDevice.open(disk.path(), disk.layout().sectorSize())) {
            choice = Gptprio.next(device);
        }
        return switch (choice) {
            case Choice.Stops(String reason) -> new Boot.Stopped(reason);
            case Choice.Boots slot -> start(slot);
        };
    }

    private Boot start(Choice.Boots choice) throws IOException, InterruptedException {
        SlotName slot = choice.id().equals(SlotName.A.id()) ? SlotName.A : SlotName.B;
        ExtFiles image = new ExtFiles(disk.path(), choice.offset());
        Optional<String> damage = image.damage();
        if (damage.isPresent()) {
            return new Boot.Crashed(slot, damage.get());
        }
        Path usr = root.resolve("usr");
        remove(usr);
        for (String path : FROM_IMAGE) {
            image.extract("/" + path, usr.resolve(path));
        }
        Optional<String> version = version(usr.resolve("lib/os-release"));
        if (version.isEmpty()) {
            return new Boot.Crashed(slot, "the image has no VERSION in lib/os-release");
        }
        UUID bootId = new UUID(chance.nextLong(), chance.nextLong());
        kernel(choice, bootId);
        return new Boot.Booted(slot, version.get(), bootId, healthy(usr.resolve(HEALTH)));
    }

    private void kernel(Choice.Boots choice, UUID bootId) throws IOException {
        write("proc/sys/kernel/random/boot_id", bootId + "\n");
        write("proc/cmdline", "mount.usr=PARTUUID=%s\n".formatted(choice.id()));
        write("proc/self/mountinfo", "");
        if (!Files.exists(root.resolve("etc/machine-id"))) {
            write("etc/machine-id", "%016x%016x\n".formatted(chance.nextLong(), chance.nextLong()));
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Optional<String> version(Path osRelease) throws IOException {
        if (!Files.exists(osRelease)) {
            return Optional.empty();
        }
        return Files.readAllLines(osRelease).stream()
                .filter(line -> line.startsWith("VERSION="))
                .map(line -> line.substring("VERSION=".length()).replace("\"", "").strip())
                .filter(version -> !version.isEmpty())
                .findFirst();
    }

    private boolean healthy(Path checks) throws IOException, InterruptedException {
        if (!Files.isDirectory(checks)) {
            return true;
        }
        List<Path> scripts;
        try (Stream<Path> files = Files.list(checks)) {
            scripts = files.filter(Files::isExecutable).sorted().toList();
        }
        for (Path script : scripts) {
            Map<String, String> environment = Map.of("PLATTE_ROOT", root.toString());
            if (new Program(script).run(List.of(), environment, HEALTH_PATIENCE).status() != 0) {
                return false;
            }
        }
        return true;
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
