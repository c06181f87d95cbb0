package dev.platte.server.api;

import dev.platte.db.blob.Blob;
import dev.platte.db.blob.BlobException;
import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadVerifier;
import dev.platte.payload.apply.VerifiedPayload;
import dev.platte.payload.format.PayloadException;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes payload files: streamed to disk, never whole in memory; hashed, read and checked here,
 * whatever the sender says of them.
 */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages/{arch}/{version}")
final class UploadController {

    private final Catalog catalog;
    private final Packages packages;
    private final Blobs blobs;
    private final Lookup lookup;

    UploadController(Catalog catalog, Packages packages, Blobs blobs, Lookup lookup) {
        this.catalog = catalog;
        this.packages = packages;
        this.blobs = blobs;
        this.lookup = lookup;
    }

    /**
     * Gives a draft its file.
     *
     * @param fileName the last part of its address; absent: the version and {@code .crau}
     * @param sha256 what the sender expects, 64 hex digits
     * @param source the version that a delta starts from
     */
    @PutMapping(path = "/payload", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<PackageView> upload(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String fileName,
            @RequestParam(required = false) @Nullable String sha256,
            @RequestParam(required = false) @Nullable String source,
            HttpServletRequest request)
            throws IOException {
        Application application = lookup.application(app);
        UpdatePackage draft = lookup.packageOf(application, arch, version);
        Caller caller = ApiRequest.caller(request, request.getParameter("reason"));
        // Everything that can be refused without the body is, before gigabytes are sent.
        long seen = ApiRequest.seen(request, draft.revision());
        TrustSet trust = trust(application);
        requireWilling(draft, seen, trust);
        Long sourceId =
                source == null ? null : lookup.packageOf(application, draft.arch(), source).id();
        long announced = request.getContentLengthLong();
        AtomicReference<VerifiedPayload> proof = new AtomicReference<>();
        Blob blob =
                store(
                        request.getInputStream(),
                        new dev.platte.db.blob.Expected(announced < 0 ? null : announced, sha256),
                        (file, whole) -> proof.set(verified(file, whole, trust, sourceId)));
        NewPayload payload =
                new NewPayload(
                        sourceId,
                        blob.sha256(),
                        blob.sha1(),
                        blob.size(),
                        fileName == null ? draft.version().replace('+', '_') + ".crau" : fileName,
                        List.of(proof.get().signer().fingerprint().hex()));
        UpdatePackage after = packages.attach(draft.id(), payload, seen, caller);
        return Answers.shown(PackageView.of(after), after.revision());
    }

    private static void requireWilling(UpdatePackage draft, long seen, TrustSet trust) {
        if (seen != draft.revision()) {
            throw ProblemException.of(
                    412,
                    "changed-meanwhile",
                    "The package was changed since you looked; look again and repeat.");
        }
        if (draft.state() != PackageState.DRAFT) {
            throw ProblemException.of(
                    409,
                    "package-not-draft",
                    "The package is " + draft.state() + "; only a draft takes files.");
        }
        if (trust.isEmpty()) {
            throw ProblemException.of(
                    409,
                    "no-trusted-key",
                    "The application trusts no key, so no payload could be checked; trust one first.");
        }
    }

    private static VerifiedPayload verified(
            Path file, Blob whole, TrustSet trust, @Nullable Long sourceId)
            throws IOException, PayloadException {
        try (InputStream in = Files.newInputStream(file)) {
            VerifiedPayload proof =
                    PayloadVerifier.verify(
                            in, trust, Expected.of(whole.size(), Sha256.ofHex(whole.sha256())));
            boolean delta = proof.metadata().manifest().isDelta();
            if (delta != (sourceId != null)) {
                throw ProblemException.of(
                        422,
                        "payload-kind-wrong",
                        delta
                                ? "The payload is a delta; name the version it starts from with ?source=VERSION."
                                : "The payload is a full one; leave ?source= away.");
            }
            return proof;
        }
    }

    private Blob store(
            InputStream body,
            dev.platte.db.blob.Expected expected,
            dev.platte.db.blob.Inspection<PayloadException> inspection)
            throws IOException {
        try {
            return blobs.store(body, expected, inspection);
        } catch (PayloadException e) {
            throw ProblemException.of(422, "payload-refused", String.valueOf(e.getMessage()) + ".");
        } catch (BlobException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.reason()) {
                case TOO_LARGE -> ProblemException.of(413, "payload-too-large", message);
                case WRONG_SIZE -> ProblemException.of(400, "payload-size-wrong", message);
                case WRONG_HASH -> ProblemException.of(422, "payload-hash-wrong", message);
                case NO_SPACE -> ProblemException.of(507, "disk-full", message);
            };
        }
    }

    private TrustSet trust(Application application) {
        List<VerificationKey> keys = new ArrayList<>();
        for (TrustedKey key : catalog.keys(application.id())) {
            if (key.revoked() == null) {
                try {
                    keys.add(Pem.readPublic(key.pem(), "key " + key.fingerprint()));
                } catch (UnusableKeyException e) {
                    throw new IllegalStateException("a stored key cannot be read", e);
                }
            }
        }
        return TrustSet.of(keys);
    }
}
