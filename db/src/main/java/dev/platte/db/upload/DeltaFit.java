package dev.platte.db.upload;

import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether deltas fit between packages: a delta that starts from another image than the one that
 * hosts of its source run fails on every one of them.
 */
final class DeltaFit {

    /** So many packages are looked through for the one that a delta may start from. */
    private static final int MOST_LOOKED_AT = 100;

    private final Packages packages;
    private final Blobs blobs;

    DeltaFit(Packages packages, Blobs blobs) {
        this.packages = packages;
        this.blobs = blobs;
    }

    /**
     * Refuses what can be refused before the file is there.
     *
     * @throws RefusedException {@code full-payload-first}, {@code package-unknown}, {@code
     *     source-without-payload}
     */
    void requireEnds(UpdatePackage target, long sourceId) {
        full(target);
        source(sourceId);
    }

    /**
     * Refuses a delta that does not lead from the one to the other.
     *
     * @throws RefusedException {@code payload-kind-wrong}, {@code delta-starts-elsewhere}, {@code
     *     delta-leads-elsewhere}
     */
    void requireFits(UpdatePackage target, long sourceId, Contents delta, PayloadCheck check)
            throws IOException {
        Contents.From from = delta.from();
        if (from == null) {
            throw RefusedException.invalid(
                    "payload-kind-wrong", "The payload is a full one; leave ?source= away.");
        }
        UpdatePackage source = source(sourceId);
        Contents before = contents(full(source), check);
        if (!from.image().equals(before.image())) {
            throw RefusedException.invalid(
                    "delta-starts-elsewhere",
                    "The delta starts from an image of %d bytes with SHA-256 %s; that of %s has %d bytes and %s."
                            .formatted(
                                    from.image().size(),
                                    from.image().sha256(),
                                    source.version(),
                                    before.image().size(),
                                    before.image().sha256()));
        }
        if (from.kernel() != null && !from.kernel().equals(before.kernel())) {
            throw RefusedException.invalid(
                    "delta-starts-elsewhere",
                    "The delta starts from another kernel than that of " + source.version() + ".");
        }
        if (!delta.leadsWhere(contents(full(target), check))) {
            throw RefusedException.invalid(
                    "delta-leads-elsewhere",
                    "The delta makes another image or kernel than the full payload of %s."
                            .formatted(target.version()));
        }
    }

    /**
     * Refuses a full payload that is none.
     *
     * @throws RefusedException {@code payload-kind-wrong}
     */
    void requireFull(UpdatePackage target, Contents payload, PayloadCheck check)
            throws IOException {
        Contents.From from = payload.from();
        if (from != null) {
            throw RefusedException.invalid(
                    "payload-kind-wrong",
                    "The payload is a delta%s; name the version it starts from with ?source=VERSION."
                            .formatted(
                                    startOf(target, from, check)
                                            .map(version -> ", which fits " + version)
                                            .orElse("")));
        }
    }

    /** The package whose image a delta starts from, if there is one. */
    private Optional<String> startOf(UpdatePackage target, Contents.From from, PayloadCheck check)
            throws IOException {
        List<UpdatePackage> others =
                packages.list(target.applicationId()).stream()
                        .filter(one -> one.arch().equals(target.arch()))
                        .filter(one -> one.full().isPresent())
                        .limit(MOST_LOOKED_AT)
                        .toList();
        for (UpdatePackage other : others) {
            Optional<Path> file = blobs.find(full(other).sha256());
            if (file.isPresent() && check.contents(file.get()).image().equals(from.image())) {
                return Optional.of(other.version());
            }
        }
        return Optional.empty();
    }

    /** The deltas of a package that lead elsewhere than a new full payload of it. */
    Set<Long> obsolete(UpdatePackage target, Contents full, PayloadCheck check) throws IOException {
        Set<Long> obsolete = new HashSet<>();
        for (Payload payload : target.payloads()) {
            if (payload.source() != null && !contents(payload, check).leadsWhere(full)) {
                obsolete.add(payload.id());
            }
        }
        return obsolete;
    }

    private Contents contents(Payload payload, PayloadCheck check) throws IOException {
        @Nullable Path file = blobs.find(payload.sha256()).orElse(null);
        if (file == null) {
            throw RefusedException.conflict(
                    "payload-damaged",
                    "The file %s (SHA-256 %s) is not on this server's disk: restore it, or upload it again."
                            .formatted(payload.fileName(), payload.sha256()));
        }
        return check.contents(file);
    }

    private UpdatePackage source(long id) {
        UpdatePackage source =
                packages.find(id)
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "package-unknown",
                                                "There is no package " + id + "."));
        if (source.full().isEmpty()) {
            throw RefusedException.conflict(
                    "source-without-payload",
                    "Package %s has no full payload, so nobody knows what its hosts run."
                            .formatted(source.version()));
        }
        return source;
    }

    private static Payload full(UpdatePackage found) {
        return found.full()
                .orElseThrow(
                        () ->
                                RefusedException.conflict(
                                        "full-payload-first",
                                        "Package %s has no full payload yet; upload that first: a delta must lead to the same image."
                                                .formatted(found.version())));
    }
}
