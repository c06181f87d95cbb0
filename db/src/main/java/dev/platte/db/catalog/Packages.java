package dev.platte.db.catalog;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/** The life of packages: made as drafts, given files, published, perhaps withdrawn. */
@Service
public final class Packages {

    private final PackageRepository packages;
    private final PayloadRepository payloads;
    private final PackageReader reader;
    private final ApplicationRepository applications;
    private final Changes changes;
    private final CatalogNews news;

    Packages(
            PackageRepository packages,
            PayloadRepository payloads,
            PackageReader reader,
            ApplicationRepository applications,
            Changes changes,
            CatalogNews news) {
        this.packages = packages;
        this.payloads = payloads;
        this.reader = reader;
        this.applications = applications;
        this.changes = changes;
        this.news = news;
    }

    /**
     * Makes a draft.
     *
     * @throws RefusedException {@code application-unknown}, {@code package-exists}, {@code
     *     version-invalid}, {@code arch-invalid}, {@code mirrors-invalid}, {@code text-invalid}
     */
    public UpdatePackage add(NewPackage wanted, Caller caller) {
        NewPackage made =
                new NewPackage(
                        wanted.applicationId(),
                        Names.checkedArch(wanted.arch()),
                        wanted.version(),
                        Names.text("The notes", wanted.notes(), 0, 100_000),
                        Names.checkedMirrors(wanted.mirrors()));
        String order = VersionOrder.of(made.version());
        return changes.change(
                caller,
                () -> {
                    if (!applications.existsById(made.applicationId())) {
                        throw RefusedException.notFound(
                                "application-unknown",
                                "There is no application " + made.applicationId() + ".");
                    }
                    if (find(made.applicationId(), made.arch(), made.version()).isPresent()) {
                        throw RefusedException.conflict(
                                "package-exists",
                                "There is a package %s for %s already."
                                        .formatted(made.version(), made.arch()));
                    }
                    UpdatePackage after =
                            packages.saveAndFlush(new PackageEntity(made, order, changes.now()))
                                    .view(List.of(), List.of());
                    changes.audit(caller, "package.add", "package/" + after.id(), null, after);
                    return after;
                });
    }

    /**
     * Changes what people read and where mirrors are; allowed in every state.
     *
     * @throws RefusedException {@code package-unknown}, {@code changed-meanwhile}, {@code
     *     mirrors-invalid}, {@code text-invalid}, {@code mirrors-missing}, {@code file-not-stored}
     */
    public UpdatePackage describe(long id, Description said, long seen, Caller caller) {
        Description checked =
                new Description(
                        Names.text("The notes", said.notes(), 0, 100_000),
                        Names.checkedMirrors(said.mirrors()),
                        said.ownStore());
        return change(
                id,
                seen,
                "package.describe",
                caller,
                (entity, before) -> {
                    requireServed(before.files(), checked);
                    entity.describe(checked);
                });
    }

    /** The same, and everything else stays. */
    public UpdatePackage attach(long id, NewPayload file, long seen, Caller caller) {
        return attach(id, file, Set.of(), seen, caller);
    }

    /**
     * Gives a draft a file, in place of an earlier one from the same source. A published package
     * still takes deltas from sources that it has none from yet: they lead to the same image.
     *
     * @param obsolete ids of payloads of the package that go with it: deltas that lead elsewhere
     * @throws RefusedException as {@link PackageReader#requireTakes}; {@code package-unknown},
     *     {@code file-name-invalid}, {@code changed-meanwhile}
     */
    public UpdatePackage attach(
            long id, NewPayload file, Set<Long> obsolete, long seen, Caller caller) {
        Names.checkedFileName(file.fileName());
        return change(
                id,
                seen,
                "package.attach",
                caller,
                (entity, before) -> {
                    reader.requireTakes(before, file);
                    payloads.findByPackageIdInOrderById(List.of(id)).stream()
                            .filter(
                                    old ->
                                            obsolete.contains(old.id())
                                                    || Objects.equals(
                                                            old.sourcePackageId(),
                                                            file.sourcePackageId()))
                            .forEach(payloads::delete);
                    payloads.flush();
                    payloads.saveAndFlush(new PayloadEntity(id, file, changes.now()));
                    entity.fileAdded();
                });
    }

    /**
     * Fixes a draft for ever and lets channels point to it.
     *
     * @throws RefusedException {@code package-unknown}, {@code package-not-draft}, {@code
     *     package-without-payload}, {@code changed-meanwhile}
     */
    public UpdatePackage publish(long id, long seen, Caller caller) {
        return change(
                id,
                seen,
                "package.publish",
                caller,
                (entity, before) -> {
                    requireDraft(before);
                    if (before.full().isEmpty()) {
                        throw RefusedException.conflict(
                                "package-without-payload",
                                "The package has no full payload; upload it first.");
                    }
                    requireServed(
                            before.files(),
                            new Description(before.notes(), before.mirrors(), before.ownStore()));
                    entity.publish(changes.now());
                });
    }

    /**
     * Stops every offer of it, wherever it is pointed to. There is no way back: make another
     * version.
     *
     * @throws RefusedException {@code package-unknown}, {@code package-withdrawn}, {@code
     *     reason-required}, {@code changed-meanwhile}
     */
    public UpdatePackage withdraw(long id, long seen, Caller caller) {
        String reason = caller.requiredReason();
        return change(
                id,
                seen,
                "package.withdraw",
                caller,
                (entity, before) -> {
                    if (before.state() == PackageState.WITHDRAWN) {
                        throw RefusedException.conflict(
                                "package-withdrawn",
                                "It was withdrawn at "
                                        + before.withdrawn()
                                        + ": "
                                        + before.withdrawnReason());
                    }
                    entity.withdraw(changes.now(), reason);
                });
    }

    /** The packages of an application: by architecture, the highest version first. */
    public List<UpdatePackage> list(long applicationId) {
        return changes.read(
                () ->
                        reader.views(
                                packages.findByApplicationIdOrderByArchAscVersionOrderDescIdDesc(
                                        applicationId)));
    }

    public Optional<UpdatePackage> find(long id) {
        return changes.read(() -> packages.findById(id).map(reader::view));
    }

    /** One package; the architecture in any known name, the version exactly. */
    public Optional<UpdatePackage> find(long applicationId, String arch, String version) {
        return packages.findByApplicationIdAndArchAndVersion(
                        applicationId, Names.arch(arch), version)
                .map(reader::view);
    }

    List<UpdatePackage> all() {
        return reader.views(packages.findAllByOrderById());
    }

    /** Refuses what a channel must not point to. */
    UpdatePackage requireFor(Channel channel, long packageId) {
        return reader.requireFor(channel, packageId);
    }

    /** Hosts find every file wherever they are sent. */
    private static void requireServed(List<ExtraFile> files, Description said) {
        if (!said.ownStore() && said.mirrors().isEmpty()) {
            throw RefusedException.conflict(
                    "mirrors-missing",
                    "Hosts would be sent nowhere: give the package a mirror, or let this server serve it.");
        }
        if (said.ownStore()) {
            files.stream()
                    .filter(file -> !file.stored())
                    .findFirst()
                    .ifPresent(
                            file -> {
                                throw RefusedException.conflict(
                                        "file-not-stored",
                                        "This server does not have "
                                                + file.name()
                                                + ": upload it, or let mirrors alone serve the package.");
                            });
        }
    }

    /** What a verb does to a package. */
    interface Step {
        void on(PackageEntity entity, UpdatePackage before);
    }

    UpdatePackage change(long id, long seen, String verb, Caller caller, Step step) {
        return changes.change(
                caller,
                () -> {
                    PackageEntity entity = packages.lock(id).orElseThrow(() -> unknown(id));
                    UpdatePackage before = reader.view(entity);
                    Changes.expect("The package " + before.version(), seen, before.revision());
                    step.on(entity, before);
                    packages.saveAndFlush(entity);
                    UpdatePackage after = reader.view(entity);
                    changes.audit(caller, verb, "package/" + id, before, after);
                    news.packageChanged(verb, after, caller);
                    return after;
                });
    }

    static void requireDraft(UpdatePackage found) {
        if (found.state() != PackageState.DRAFT) {
            throw RefusedException.conflict(
                    "package-not-draft",
                    "The package is " + found.state() + "; only a draft can be changed so.");
        }
    }

    static RefusedException unknown(long id) {
        return RefusedException.notFound("package-unknown", "There is no package " + id + ".");
    }
}
