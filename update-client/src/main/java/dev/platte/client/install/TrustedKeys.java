package dev.platte.client.install;

import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys of the running image that may sign a payload. */
final class TrustedKeys {
    private TrustedKeys() {}

    /** The trusted keys of these directories, or why there is no update without. */
    static TrustSet of(List<Path> directories) throws InstallException {
        List<Path> present = directories.stream().filter(Files::exists).toList();
        try {
            TrustSet trust = KeyFiles.readTrust(present);
            if (!trust.isEmpty()) {
                return trust;
            }
        } catch (IOException | UnusableKeyException e) {
            throw new InstallException(
                    ErrorCode.PAYLOAD_PUBLIC_KEY_VERIFICATION,
                    "the trusted keys cannot be read: " + e.getMessage(),
                    e);
        }
        throw new InstallException(
                ErrorCode.PAYLOAD_PUBLIC_KEY_VERIFICATION,
                "no trusted payload key (*.pem) in %s: without one, no update is installed"
                        .formatted(directories),
                null);
    }
}
