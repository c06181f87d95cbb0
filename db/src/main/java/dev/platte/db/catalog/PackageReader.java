package dev.platte.db.catalog;

import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads packages with their files. */
@Component
class PackageReader {

    private final PackageRepository packages;
    private final PayloadRepository payloads;
    private final ExtraFileRows extras;

    PackageReader(PackageRepository packages, PayloadRepository payloads, ExtraFileRows extras) {
        this.packages = packages;
        this.payloads = payloads;
        this.extras = extras;
    }

    UpdatePackage view(PackageEntity entity) {
        return views(List.of(entity)).getFirst();
    }

    List<UpdatePackage> views(List<PackageEntity> entities) {
        List<Long> ids = entities.stream().map(PackageEntity::id).toList();
        List<PayloadEntity> rows = payloads.findByPackageIdInOrderById(ids);
        Map<Long, String> sources = sources(rows);
        Map<Long, List<Payload>> files =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        PayloadEntity::packageId,
                                        Collectors.mapping(
                                                row -> row.view(sources), Collectors.toList())));
        Map<Long, List<ExtraFile>> beside = extras.of(ids);
        return entities.stream()
                .map(
                        entity ->
                                entity.view(
                                        files.getOrDefault(entity.id(), List.of()),
                                        beside.getOrDefault(entity.id(), List.of())))
                .toList();
    }

    /** The versions that deltas start from. */
    private Map<Long, String> sources(List<PayloadEntity> rows) {
        Set<Long> ids =
                rows.stream()
                        .flatMap(row -> Stream.ofNullable(row.sourcePackageId()))
                        .collect(Collectors.toSet());
        return ids.isEmpty()
                ? Map.of()
                : packages.findAllById(ids).stream()
                        .collect(Collectors.toMap(PackageEntity::id, PackageEntity::version));
    }

    /** Refuses what a channel must not point to. */
    UpdatePackage requireFor(Channel channel, long packageId) {
        UpdatePackage target =
                packages.findById(packageId)
                        .map(this::view)
                        .orElseThrow(() -> Packages.unknown(packageId));
        if (target.applicationId() != channel.applicationId()
                || !target.arch().equals(channel.arch())) {
            throw RefusedException.conflict(
                    "package-of-another",
                    "Package %d is of application %d for %s; the channel is of application %d for %s."
                            .formatted(
                                    packageId,
                                    target.applicationId(),
                                    target.arch(),
                                    channel.applicationId(),
                                    channel.arch()));
        }
        if (!target.offerable()) {
            throw RefusedException.conflict(
                    "package-not-published",
                    "Package %s is %s; only a published one can be offered."
                            .formatted(target.version(), target.state()));
        }
        return target;
    }

    /**
     * Refuses a payload that a package does not take.
     *
     * @throws RefusedException {@code file-name-taken}, {@code package-not-draft}, {@code
     *     package-withdrawn}, {@code payload-exists}, {@code package-of-another}
     */
    void requireTakes(UpdatePackage target, NewPayload file) {
        if (target.files().stream().anyMatch(f -> f.name().equals(file.fileName()))) {
            throw RefusedException.conflict(
                    "file-name-taken",
                    "A file beside the payload is called " + file.fileName() + " already.");
        }
        Long sourceId = file.sourcePackageId();
        if (sourceId == null) {
            Packages.requireDraft(target);
            return;
        }
        requireSource(target, sourceId);
        switch (target.state()) {
            case DRAFT -> {}
            case PUBLISHED -> {
                if (target.delta(sourceId).isPresent()) {
                    throw RefusedException.conflict(
                            "payload-exists",
                            "The published package has a delta from there already, which hosts may be fetching; take it away first.");
                }
            }
            case WITHDRAWN ->
                    throw RefusedException.conflict(
                            "package-withdrawn", "The package was withdrawn; it takes no files.");
        }
    }

    private void requireSource(UpdatePackage target, long sourceId) {
        UpdatePackage source =
                packages.findById(sourceId)
                        .map(this::view)
                        .orElseThrow(() -> Packages.unknown(sourceId));
        if (source.applicationId() != target.applicationId()
                || !source.arch().equals(target.arch())
                || source.id() == target.id()) {
            throw RefusedException.conflict(
                    "package-of-another",
                    "A delta starts from another package of the same application and architecture.");
        }
    }
}
