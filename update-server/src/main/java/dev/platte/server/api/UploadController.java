package dev.platte.server.api;

import dev.platte.db.blob.BlobException;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Deltas;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.upload.NewFile;
import dev.platte.db.upload.Uploads;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Guarded;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes payload files as the bodies of requests. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages/{arch}/{version}")
final class UploadController {

    private final Uploads uploads;
    private final Deltas deltas;
    private final Lookup lookup;

    UploadController(Uploads uploads, Deltas deltas, Lookup lookup) {
        this.uploads = uploads;
        this.deltas = deltas;
        this.lookup = lookup;
    }

    /**
     * Gives a draft its file; a delta also to a published package.
     *
     * @param fileName the last part of its address; absent: the version and {@code .crau}
     * @param sha256 what the sender expects, 64 hex digits
     * @param source the version that a delta starts from
     */
    @PutMapping(path = "/payload", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Guarded
    ResponseEntity<PackageView> upload(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String fileName,
            @RequestParam(required = false) @Nullable String sha256,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request)
            throws IOException {
        Application application = lookup.application(app);
        UpdatePackage draft = lookup.packageOf(application, arch, version);
        Caller caller = ApiRequest.caller(request, reason);
        Long sourceId =
                source == null ? null : lookup.packageOf(application, draft.arch(), source).id();
        long announced = request.getContentLengthLong();
        NewFile file =
                new NewFile(
                        draft.id(), sourceId, fileName, announced < 0 ? null : announced, sha256);
        try {
            UpdatePackage after =
                    uploads.receive(
                            file,
                            request.getInputStream(),
                            ApiRequest.seen(request, draft.revision()),
                            caller);
            return Answers.shown(PackageView.of(after), after.revision());
        } catch (BlobException e) {
            throw refused(e);
        }
    }

    /**
     * Takes a delta away: hosts get the full payload.
     *
     * @param source the version that it starts from
     * @param reason why, for the audit trail
     */
    @DeleteMapping("/deltas/{source}")
    @Guarded
    ResponseEntity<PackageView> takeAway(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        UpdatePackage found = lookup.packageOf(application, arch, version);
        UpdatePackage from = lookup.packageOf(application, found.arch(), source);
        UpdatePackage after =
                deltas.drop(
                        found.id(),
                        from.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, reason));
        return Answers.shown(PackageView.of(after), after.revision());
    }

    static ProblemException refused(BlobException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case TOO_LARGE -> ProblemException.of(413, "payload-too-large", message);
            case WRONG_SIZE -> ProblemException.of(400, "payload-size-wrong", message);
            case WRONG_HASH -> ProblemException.of(422, "payload-hash-wrong", message);
            case NO_SPACE -> ProblemException.of(507, "disk-full", message);
        };
    }
}
