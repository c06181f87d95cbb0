package dev.platte.client.reboot;

import dev.platte.client.agent.Host;
import dev.platte.client.config.Settings;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel of the slot that boots next, loaded by the one that runs and started through systemd:
 * firmware and bootloader are left out. They come into play again when that kernel does not come
 * up, and the slot has its one try then.
 */
final class Kexec {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MOST_WORDS = 500;

    /** Flatcar's builds write dm-verity's root hash into the kernel's file. */
    private static final Pattern VERITY =
            Pattern.compile("(?<=\\b(?:verity\\.)?usrhash=)[0-9a-f]{64}");

    private static final int HASH_LENGTH = 64;

    private final Host host;
    private final Tools tools;

    /** The programs that do it. */
    record Tools(String kexec, String systemctl) {
        static final Tools USUAL = new Tools("kexec", "systemctl");
    }

    Kexec(Host host, Tools tools) {
        this.host = host;
        this.tools = tools;
    }

    /** What would be started: a kernel's file, and its arguments. */
    record Plan(Path kernel, String arguments) {}

    /** Why it cannot be, as far as that is known before it is tried. */
    Optional<String> hindrance(Settings settings) {
        Path switched = settings.places().root().resolve("proc/sys/kernel/kexec_load_disabled");
        try {
            if (!Files.exists(switched)) {
                return Optional.of("this kernel has no kexec (REBOOT_METHOD=reboot does without)");
            }
            if (Files.readString(switched).strip().equals("1")) {
                return Optional.of("kexec is switched off until the next boot (" + switched + ")");
            }
            plan(settings);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("kexec: " + e.getMessage());
        }
    }

    /**
     * What would be started now.
     *
     * @throws IOException that cannot be told, or is not there
     */
    Plan plan(Settings settings) throws IOException {
        Path root = settings.places().root();
        try (Slots slots = host.openDisk(settings)) {
            SlotName running = slots.running().name();
            SlotName next = slots.next().name();
            Path kernel = kernel(root, next);
            String arguments = Files.readString(root.resolve("proc/cmdline")).strip();
            return new Plan(kernel, arguments(arguments, running, next, kernel, settings));
        }
    }

    private static Path kernel(Path root, SlotName slot) throws IOException {
        String name = file(slot);
        List<Path> places =
                Stream.of("boot/flatcar", "boot/coreos")
                        .map(directory -> root.resolve(directory).resolve(name))
                        .toList();
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no kernel at " + places));
    }

    private static String file(SlotName slot) {
        return "vmlinuz-" + slot.name().toLowerCase(Locale.ROOT);
    }

    private static String arguments(
            String now, SlotName running, SlotName next, Path kernel, Settings settings)
            throws IOException {
        Pattern id = Pattern.compile(running.id().toString(), Pattern.CASE_INSENSITIVE);
        if (!id.matcher(now).find()) {
            throw new IOException(
                    "the kernel's arguments do not name the partition that runs, " + running.id());
        }
        String then =
                id.matcher(now).replaceAll(next.id().toString()).replace(file(running), file(next));
        Matcher hash = VERITY.matcher(then);
        return hash.find() ? hash.replaceAll(rootHash(kernel, settings)) : then;
    }

    /** build_image_util.sh of Flatcar's scripts: at 64 in kernels of amd64, at 512 in arm64's. */
    private static String rootHash(Path kernel, Settings settings) throws IOException {
        int offset = settings.host().machine().equals("aarch64") ? 512 : 64;
        byte[] hash = new byte[HASH_LENGTH];
        try (RandomAccessFile file = new RandomAccessFile(kernel.toFile(), "r")) {
            if (file.length() < offset + HASH_LENGTH) {
                throw new IOException(kernel + " is no kernel");
            }
            file.seek(offset);
            file.readFully(hash);
        }
        String text = new String(hash, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(
                    "the running image is verified by its root hash, and %s does not tell that of the next"
                            .formatted(kernel));
        }
        return text;
    }

    /** Loads and starts it. */
    Power.Answer go(Settings settings) throws InterruptedException {
        try {
            Plan plan = plan(settings);
            Optional<String> failure =
                    run(
                            tools.kexec(),
                            "--kexec-syscall-auto",
                            "--load",
                            plan.kernel().toString(),
                            "--command-line=" + plan.arguments());
            if (failure.isPresent()) {
                return new Power.Answer.Rejected(failure.get());
            }
            Optional<String> stays = run(tools.systemctl(), "--no-wall", "kexec");
            if (stays.isEmpty()) {
                return new Power.Answer.Accepted();
            }
            run(tools.kexec(), "--unload");
            return new Power.Answer.Rejected(stays.get());
        } catch (IOException e) {
            return new Power.Answer.Rejected("kexec: " + e.getMessage());
        }
    }

    /** Empty when it went well, or nobody knows that it did not. */
    private static Optional<String> run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return Optional.empty();
        }
        String said =
                new String(process.getInputStream().readNBytes(MOST_WORDS), StandardCharsets.UTF_8)
                        .strip();
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(
                        "%s ended with status %d: %s"
                                .formatted(command.getFirst(), process.exitValue(), said));
    }
}
