package dev.platte.db.catalog;

import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        Map<Long, List<Payload>> files =
                payloads.findByPackageIdInOrderById(ids).stream()
                        .collect(
                                Collectors.groupingBy(
                                        PayloadEntity::packageId,
                                        Collectors.mapping(
                                                PayloadEntity::view, Collectors.toList())));
        Map<Long, List<ExtraFile>> beside = extras.of(ids);
        return entities.stream()
                .map(
                        entity ->
                                entity.view(
                                        files.getOrDefault(entity.id(), List.of()),
                                        beside.getOrDefault(entity.id(), List.of())))
                .toList();
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

    /** Refuses what a delta cannot start from. */
    void requireSource(UpdatePackage target, long sourceId) {
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
