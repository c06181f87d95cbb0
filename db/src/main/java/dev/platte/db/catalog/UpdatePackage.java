package dev.platte.db.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One release of an application for one architecture (the word "package", which Java keeps for
 * itself).
 *
 * @param arch as {@link Names#arch} writes it: {@code amd64}, {@code arm64}, ...
 * @param version as it was given
 * @param mirrors addresses of directories that also hold the payload files, each ending in a slash,
 *     in the order hosts try them
 * @param withdrawnReason there exactly when it is withdrawn
 * @param revision counts the changes of this row; its ETag
 */
public record UpdatePackage(
        long id,
        long applicationId,
        String arch,
        String version,
        String notes,
        List<String> mirrors,
        PackageState state,
        @Nullable String withdrawnReason,
        Instant created,
        @Nullable Instant published,
        @Nullable Instant withdrawn,
        List<Payload> payloads,
        long revision) {

    public UpdatePackage {
        mirrors = List.copyOf(mirrors);
        payloads = List.copyOf(payloads);
    }

    /** The payload that every host can take. */
    public Optional<Payload> full() {
        return payloads.stream().filter(payload -> payload.kind() == PayloadKind.FULL).findFirst();
    }

    /** Whether hosts may be offered it. */
    public boolean offerable() {
        return state == PackageState.PUBLISHED && full().isPresent();
    }
}
