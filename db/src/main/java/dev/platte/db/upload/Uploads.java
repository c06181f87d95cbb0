package dev.platte.db.upload;

import dev.platte.db.blob.Blob;
import dev.platte.db.blob.BlobException;
import dev.platte.db.blob.Blobs;
import dev.platte.db.blob.Expected;
import dev.platte.db.blob.Inspection;
import dev.platte.db.blob.Parts;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.ExtraFiles;
import dev.platte.db.catalog.NewExtraFile;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Takes payload files: streamed to disk, never whole in memory; hashed, read and checked here,
 * whatever the sender says of them.
 */
@Service
public final class Uploads {

    /** How long a beginning waits for its rest. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final Catalog catalog;
    private final Packages packages;
    private final ExtraFiles extras;
    private final Blobs blobs;
    private final ObjectProvider<PayloadCheck> check;
    private final InstantSource clock;
    private final DeltaFit deltas;

    /** Where nobody can read payloads, nothing can be uploaded; all else works. */
    Uploads(
            Catalog catalog,
            Packages packages,
            ExtraFiles extras,
            Blobs blobs,
            ObjectProvider<PayloadCheck> check,
            InstantSource clock) {
        this.catalog = catalog;
        this.packages = packages;
        this.extras = extras;
        this.blobs = blobs;
        this.check = check;
        this.clock = clock;
        this.deltas = new DeltaFit(packages, blobs);
    }

    /**
     * Gives a draft its file, or a published package a delta. Everything that can be refused
     * without the body is, before any of it is read.
     *
     * @param body is read to its end, not closed
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code package-unknown}, {@code package-not-draft}, {@code
     *     changed-meanwhile}, {@code no-trusted-key}; as {@link PayloadCheck#check}; as {@link
     *     Packages#attach}; where a delta does not fit
     * @throws BlobException when it is too long, not what was announced, or does not fit
     * @throws IOException when reading or writing fails; nothing of it is left then
     */
    public UpdatePackage receive(NewFile file, InputStream body, long seen, Caller caller)
            throws IOException {
        UpdatePackage target = willing(file, seen);
        return attach(
                file,
                target,
                seen,
                caller,
                inspection -> blobs.store(body, expected(file), inspection));
    }

    /** How much of a payload came before, which its sender announced by its hash. */
    public long begun(NewFile file) throws IOException {
        return blobs.parts().size(part(file));
    }

    /** Forgets what came of a payload. */
    public void forget(NewFile file) throws IOException {
        blobs.parts().remove(part(file));
    }

    /**
     * Takes the next bytes of a payload, and with the last of them does what {@link #receive} does.
     * What came before a connection broke is kept for {@link #KEPT}.
     *
     * @param file its hash is announced
     * @param offset where the bytes belong in the whole file
     * @param last whether the file is whole then
     * @param body is read to its end, not closed
     * @return empty: more is to come
     * @throws RefusedException {@code upload-elsewhere} with the offset that would fit, {@code
     *     upload-running}; as {@link #receive}, before anything is read
     * @throws BlobException as {@link #receive}; nothing of it is left then
     * @throws IOException reading failed; what came before is kept
     */
    public Optional<UpdatePackage> resume(
            NewFile file, long offset, boolean last, InputStream body, long seen, Caller caller)
            throws IOException {
        UpdatePackage target = willing(file, seen);
        trusted(target.applicationId());
        blobs.parts().forget(clock.instant().minus(KEPT));
        return switch (blobs.parts().add(part(file), offset, body, last)) {
            case Parts.Added.Kept ignored -> Optional.empty();
            case Parts.Added.Whole(Path whole) ->
                    Optional.of(
                            attach(
                                    file,
                                    target,
                                    seen,
                                    caller,
                                    inspection -> blobs.store(whole, expected(file), inspection)));
            case Parts.Added.Elsewhere(long size) ->
                    throw RefusedException.conflict(
                            "upload-elsewhere",
                            "%d bytes are here; go on there, not at %d.".formatted(size, offset));
            case Parts.Added.Busy() ->
                    throw RefusedException.conflict(
                            "upload-running",
                            "Another request sends this file at this moment; ask again when it has ended.");
        };
    }

    private interface Storing {
        Blob store(Inspection<RuntimeException> inspection) throws IOException;
    }

    private UpdatePackage attach(
            NewFile file, UpdatePackage target, long seen, Caller caller, Storing storing)
            throws IOException {
        List<TrustedKey> trusted = trusted(target.applicationId());
        List<String> signers = new ArrayList<>();
        Set<Long> obsolete = new HashSet<>();
        Blob blob =
                storing.store(
                        (path, whole) -> {
                            PayloadCheck reader = check.getObject();
                            PayloadCheck.Checked checked = reader.check(path, whole, trusted);
                            signers.addAll(checked.signers());
                            obsolete.addAll(fitting(file, target, checked.contents(), reader));
                        });
        String name = file.fileName();
        NewPayload payload =
                new NewPayload(
                        file.sourcePackageId(),
                        blob.sha256(),
                        blob.sha1(),
                        blob.size(),
                        name == null ? usualName(file, target) : name,
                        signers);
        return packages.attach(target.id(), payload, obsolete, seen, caller);
    }

    private static Expected expected(NewFile file) {
        return new Expected(file.size(), file.sha256());
    }

    /**
     * @throws RefusedException {@code payload-hash-invalid}
     */
    private static String part(NewFile file) {
        String sha256 = String.valueOf(file.sha256()).toLowerCase(Locale.ROOT);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw RefusedException.invalid(
                    "payload-hash-invalid",
                    "The SHA-256 of the whole file has 64 hex digits, not "
                            + sha256.length()
                            + ".");
        }
        return file.packageId() + "-" + sha256;
    }

    /**
     * Gives a draft a file that lies beside its payload; nothing in it is read but its hashes.
     *
     * @param body is read to its end, not closed
     * @param required whether a host's update fails without it
     * @param seen the revision the caller looked at
     * @throws RefusedException as {@link ExtraFiles#attach}
     * @throws BlobException as {@link #receive}
     * @throws IOException as {@link #receive}
     */
    public UpdatePackage receiveBeside(
            NewFile file, InputStream body, boolean required, long seen, Caller caller)
            throws IOException {
        willing(file, seen);
        Blob blob = blobs.store(body, new Expected(file.size(), file.sha256()));
        return extras.attach(
                file.packageId(),
                new NewExtraFile(
                        Objects.requireNonNull(file.fileName()),
                        blob.size(),
                        blob.sha256(),
                        blob.sha1(),
                        required,
                        true),
                seen,
                caller);
    }

    /**
     * Looks whether the file is what it is said to be.
     *
     * @return what it makes useless
     */
    private Set<Long> fitting(
            NewFile file, UpdatePackage target, Contents contents, PayloadCheck reader)
            throws IOException {
        if (file.sourcePackageId() != null) {
            deltas.requireFits(target, file.sourcePackageId(), contents, reader);
            return Set.of();
        }
        deltas.requireFull(target, contents, reader);
        return deltas.obsolete(target, contents, reader);
    }

    private String usualName(NewFile file, UpdatePackage target) {
        String version = target.version();
        String source =
                file.sourcePackageId() == null
                        ? ""
                        : packages.find(file.sourcePackageId())
                                .map(from -> "-from-" + from.version())
                                .orElse("");
        return (version + source).replace('+', '_') + ".crau";
    }

    private UpdatePackage willing(NewFile file, long seen) {
        UpdatePackage target =
                packages.find(file.packageId())
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "package-unknown",
                                                "There is no package " + file.packageId() + "."));
        if (seen != target.revision()) {
            throw RefusedException.stale(
                    "The package " + target.version(), seen, target.revision());
        }
        boolean isDelta = file.sourcePackageId() != null;
        boolean takes =
                target.state() == PackageState.DRAFT
                        || isDelta && target.state() == PackageState.PUBLISHED;
        if (!takes) {
            throw RefusedException.conflict(
                    "package-not-draft",
                    "The package is %s; %s."
                            .formatted(
                                    target.state(),
                                    target.state() == PackageState.PUBLISHED
                                            ? "only a draft takes a full payload"
                                            : "it takes no files"));
        }
        if (file.sourcePackageId() != null) {
            deltas.requireEnds(target, file.sourcePackageId());
        }
        return target;
    }

    private List<TrustedKey> trusted(long applicationId) {
        List<TrustedKey> trusted =
                catalog.keys(applicationId).stream().filter(key -> key.revoked() == null).toList();
        if (trusted.isEmpty()) {
            throw RefusedException.conflict(
                    "no-trusted-key",
                    "The application trusts no key, so no payload could be checked; trust one first.");
        }
        return trusted;
    }
}
