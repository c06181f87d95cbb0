package dev.platte.harness.demo;

import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * One release of the demo's operating system.
 *
 * @param version what its os-release says
 * @param image the whole {@code /usr} as an ext4 file system
 * @param payload where its signed payload lies, once it is made
 */
record Release(String version, Path image, Path payload) {

    /**
     * Builds the {@code /usr} of a release: files of this machine, an os-release, the public key
     * that its successors must be signed with, and a health check.
     *
     * @param shape what all releases share: folder to work in, size, files, trusted key
     * @param healthy whether the health check of this release passes after a boot
     */
    static Release build(Shape shape, String version, boolean healthy)
            throws IOException, InterruptedException {
        Path tree = shape.work().resolve("usr-" + version);
        write(
                tree.resolve("lib/os-release"),
                VersionFiles.osRelease("platte-demo", "Platte Demo OS", version));
        write(tree.resolve("share/platte/release"), VersionFiles.release(version));
        Path keys = Files.createDirectories(tree.resolve("share/platte/keys"));
        Files.copy(shape.trustedKey(), keys.resolve("release.pem"));
        Path check = tree.resolve("lib/platte/health.d/10-services");
        write(check, healthCheck(version, healthy));
        Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path image = shape.work().resolve("usr-" + version + ".img");
        // The same files go into each image: moved in and out again, never copied.
        Files.move(shape.files(), tree.resolve("files"));
        try {
            UsrImage.build(tree, image, shape.imageSize(), shape.made());
        } finally {
            Files.move(tree.resolve("files"), shape.files());
        }
        return new Release(version, image, shape.work().resolve("update-" + version + ".crau"));
    }

    /** Where the delta from another release to this one lies, once it is made. */
    Path deltaFrom(Release older) {
        return payload.resolveSibling("delta-%s-%s.crau".formatted(older.version(), version));
    }

    /**
     * What the releases of one demo share.
     *
     * @param work where trees, images and payloads are made
     * @param files a directory of real files that each image contains
     * @param trustedKey the public key, PEM
     * @param imageSize bytes, a multiple of 4096
     * @param made the time that the file systems carry
     */
    record Shape(Path work, Path files, Path trustedKey, long imageSize, Instant made) {}

    private static String healthCheck(String version, boolean healthy) {
        return healthy
                ? "#!/bin/sh\necho services of %s are up\n".formatted(version)
                : "#!/bin/sh\necho services of %s do not start >&2\nexit 1\n".formatted(version);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
