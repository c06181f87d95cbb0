package dev.platte.harness.machine;

import dev.platte.harness.demo.VersionFiles;
import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * One release of the machine's operating system.
 *
 * @param version what its os-release says
 * @param image its {@code /usr} as an ext4 file system
 */
record MachineRelease(String version, Path image) {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final String INIT = "lib/systemd/systemd";

    /** How a release turns out. */
    enum Fate {
        HEALTHY,
        /** It boots, and its health check fails. */
        UNHEALTHY,
        /** Its systemd is missing: the kernel panics. */
        PANICS
    }

    /**
     * Builds it: the tree of the system with an os-release, the key that its successors must be
     * signed with, a health check and a {@code postinst}.
     *
     * @param usr the system's tree
     * @param trustedKey PEM
     * @param size bytes of the image
     * @param to the image's file
     */
    void build(Fate fate, Path usr, Path trustedKey, long size, Path to)
            throws IOException, InterruptedException {
        Files.deleteIfExists(usr.resolve("lib/os-release"));
        write(
                usr.resolve("lib/os-release"),
                VersionFiles.osRelease("platte-machine", "Platte Machine OS", version));
        write(usr.resolve("share/platte/release"), VersionFiles.release(version));
        Files.createDirectories(usr.resolve("share/platte/keys"));
        Files.copy(
                trustedKey,
                usr.resolve("share/platte/keys/release.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        script(usr.resolve("lib/platte/health.d/10-machine"), health(version, fate));
        script(usr.resolve("postinst"), postinst(version));
        Path init = usr.resolve(INIT);
        Path aside = usr.resolveSibling("systemd.aside");
        if (fate == Fate.PANICS) {
            Files.move(init, aside);
        }
        try {
            UsrImage.build(usr, to, size, MADE);
        } finally {
            if (fate == Fate.PANICS) {
                Files.move(aside, init);
            }
        }
    }

    /** Where its signed payload lies, once it is made. */
    Path payload() {
        return image.resolveSibling("update-" + version + ".crau");
    }

    /** Where the delta from another release to this one lies, once it is made. */
    Path deltaFrom(MachineRelease older) {
        return image.resolveSibling("delta-%s-%s.crau".formatted(older.version(), version));
    }

    private static String health(String version, Fate fate) {
        return fate == Fate.UNHEALTHY
                ? "#!/bin/sh\necho %s does not serve\nexit 1\n".formatted(version)
                : "#!/bin/sh\nsystemctl is-active --quiet dbus.service && echo %s serves\n"
                        .formatted(version);
    }

    /** Leaves a trace of what it could see and do from within the daemon's sandbox. */
    private static String postinst(String version) {
        return """
                #!/bin/sh
                set -e
                { echo "release=%s"; echo "arguments=$*"; echo "own=$(cd "$(dirname "$0")" && pwd)"; } >/var/lib/machine-postinst
                touch /boot/flatcar/postinst-was-here
                """
                .formatted(version);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
