package dev.platte.server.poll;

import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.server.edge.ServerSettings;
import dev.platte.server.edge.SettingException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys that sign answers (CUP-ECDSA): every file {@code <id>.pem} of the directory in {@code
 * platte.cup-keys}. A key is rotated by adding a file with a new id and teaching it to clients; the
 * old file stays while any client still names its id. The directory is read again and again, so
 * that neither takes a restart. What cannot be read changes nothing: a server that stopped proving
 * its answers would be lost to all hosts that ask for proofs.
 */
@Component
final class CupKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CupKeys.class);

    private final @Nullable Path directory;
    private volatile CupRing ring = CupRing.EMPTY;
    private @Nullable String lastFault;

    CupKeys(ServerSettings settings) {
        this.directory = settings.cupKeys();
        if (directory != null) {
            adopt(first(directory));
        }
    }

    /** As they are now. Whoever answers a poll takes them once. */
    CupRing ring() {
        return ring;
    }

    /** Reads the directory again. */
    synchronized void look() {
        if (directory == null) {
            return;
        }
        try {
            CupRing found = CupRing.read(directory);
            lastFault = null;
            if (!found.known().equals(ring.known())) {
                adopt(found);
            }
        } catch (IOException | UnusableKeyException | DirectoryIteratorException e) {
            String fault = e.toString();
            if (!fault.equals(lastFault)) {
                LOG.warn(
                        "the keys in platte.cup-keys were changed and cannot be read; answers are"
                                + " signed with those from before: {}",
                        e.getMessage());
            }
            lastFault = fault;
        }
    }

    private void adopt(CupRing found) {
        ring = found;
        LOG.info(
                "answers are signed with the CUP keys {}",
                found.known().keySet().stream()
                        .map(CupRing::name)
                        .collect(Collectors.joining(", ")));
    }

    private static CupRing first(Path directory) {
        try {
            return CupRing.read(directory);
        } catch (IOException | UnusableKeyException | DirectoryIteratorException e) {
            throw new SettingException(
                    "the keys in platte.cup-keys cannot be read: " + e.getMessage(),
                    "Give a directory with unencrypted P-256 keys named <id>.pem that only the"
                            + " server's user can read (updatectl keys generate --type p256), or"
                            + " leave the setting out.",
                    e);
        }
    }
}
