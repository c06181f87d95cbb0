package dev.platte.client.install;

import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;

/** The keys of the running image that may sign a payload. */
public final class TrustedKeys {
    private TrustedKeys() {}

    /**
     * The trusted keys of these directories and files, at least one.
     *
     * @throws InstallException why there is no update: no key, one that cannot be read, or one that
     *     everybody on this host could have put there
     */
    public static TrustSet of(List<Path> paths) throws InstallException {
        List<Path> present = paths.stream().filter(Files::exists).toList();
        try {
            for (Path path : present) {
                requireOurs(path);
            }
            TrustSet trust = KeyFiles.readTrust(present);
            if (!trust.isEmpty()) {
                return trust;
            }
        } catch (IOException | UnusableKeyException e) {
            throw new InstallException(
                    ErrorCode.PAYLOAD_PUBLIC_KEY_VERIFICATION,
                    "the trusted payload keys cannot be read: " + e.getMessage(),
                    e);
        }
        throw new InstallException(
                ErrorCode.PAYLOAD_PUBLIC_KEY_VERIFICATION,
                "no trusted payload key (*.pem) in %s: without one, no update is installed"
                        .formatted(paths),
                null);
    }

    /** Who can write a key can sign a release. */
    private static void requireOurs(Path path) throws IOException, UnusableKeyException {
        if (!Files.isDirectory(path)) {
            requireFile(path);
            return;
        }
        requireClosed(path);
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
                requireFile(file);
            }
        }
    }

    private static void requireFile(Path path) throws IOException, UnusableKeyException {
        // Nothing ever comes out of some things that are none.
        if (!Files.isRegularFile(path)) {
            throw new UnusableKeyException(path + " is no file");
        }
        requireClosed(path);
    }

    private static void requireClosed(Path path) throws IOException, UnusableKeyException {
        if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new UnusableKeyException(
                    "everybody on this host can write %s; run chmod o-w %s".formatted(path, path));
        }
    }
}
