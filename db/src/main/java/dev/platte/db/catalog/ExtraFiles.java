package dev.platte.db.catalog;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import org.springframework.stereotype.Service;

/**
 * Files beside payloads. They belong to what a package is: only a draft takes and loses them.
 * Unlike payloads they carry no signature that this server could check: hosts have their hashes
 * from its answer.
 */
@Service
public final class ExtraFiles {

    private static final int MOST = 32;

    private final Packages packages;
    private final ExtraFileRows rows;
    private final Changes changes;

    ExtraFiles(Packages packages, ExtraFileRows rows, Changes changes) {
        this.packages = packages;
        this.rows = rows;
        this.changes = changes;
    }

    /**
     * Gives a draft a file, in place of an earlier one of the same name.
     *
     * @throws RefusedException {@code package-unknown}, {@code package-not-draft}, {@code
     *     changed-meanwhile}, {@code file-name-taken}, {@code too-many-files}
     */
    public UpdatePackage attach(long packageId, NewExtraFile file, long seen, Caller caller) {
        return packages.change(
                packageId,
                seen,
                "package.attach-file",
                caller,
                (entity, before) -> {
                    Packages.requireDraft(before);
                    if (before.payloads().stream()
                            .anyMatch(payload -> payload.fileName().equals(file.name()))) {
                        throw RefusedException.conflict(
                                "file-name-taken",
                                "The payload is called " + file.name() + " already.");
                    }
                    rows.delete(packageId, file.name());
                    if (before.files().stream()
                                    .filter(each -> !each.name().equals(file.name()))
                                    .count()
                            >= MOST) {
                        throw RefusedException.conflict(
                                "too-many-files",
                                "A package has at most " + MOST + " files beside its payload.");
                    }
                    rows.insert(packageId, file, changes.now());
                    entity.fileAdded();
                });
    }

    /**
     * Takes a file from a draft.
     *
     * @throws RefusedException {@code package-unknown}, {@code package-not-draft}, {@code
     *     changed-meanwhile}, {@code file-unknown}
     */
    public UpdatePackage remove(long packageId, String name, long seen, Caller caller) {
        return packages.change(
                packageId,
                seen,
                "package.remove-file",
                caller,
                (entity, before) -> {
                    Packages.requireDraft(before);
                    if (before.files().stream().noneMatch(each -> each.name().equals(name))) {
                        throw RefusedException.notFound(
                                "file-unknown", "The package has no file " + name + ".");
                    }
                    rows.delete(packageId, name);
                    entity.fileAdded();
                });
    }
}
