package dev.platte.db.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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
 * @param files what lies beside the payload, in the order in which it is offered
 * @param ownStore whether hosts are also sent to this server, after the mirrors
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
        List<ExtraFile> files,
        boolean ownStore,
        long revision) {

    public UpdatePackage {
        mirrors = List.copyOf(mirrors);
        payloads = List.copyOf(payloads);
        files = List.copyOf(files);
    }

    /** The payload that every host can take. */
    public Optional<Payload> full() {
        return payloads.stream().filter(payload -> payload.kind() == PayloadKind.FULL).findFirst();
    }

    /** The payload that changes the image of that version into this one's; to the letter. */
    public Optional<Payload> deltaFrom(String fromVersion) {
        return payloads.stream()
                .filter(
                        payload ->
                                payload.source() != null
                                        && payload.source().version().equals(fromVersion))
                .findFirst();
    }

    /** The delta from that package. */
    public Optional<Payload> delta(long sourcePackageId) {
        return payloads.stream()
                .filter(
                        payload ->
                                payload.source() != null
                                        && payload.source().packageId() == sourcePackageId)
                .findFirst();
    }

    /** Whether hosts may be offered it. */
    public boolean offerable() {
        return state == PackageState.PUBLISHED && full().isPresent();
    }

    /**
     * The directory of a payload and of what lies beside it, on this server: 64 hex digits that say
     * what is in it, so that nothing there ever changes.
     */
    public String folder(Payload payload) {
        if (files.isEmpty()) {
            return payload.sha256();
        }
        StringBuilder contents = new StringBuilder(payload.sha256());
        for (ExtraFile file : files) {
            contents.append('\n').append(file.name()).append(' ').append(file.sha256());
        }
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(contents.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
