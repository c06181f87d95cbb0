package dev.platte.server.api;

import dev.platte.db.blob.BlobException;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.upload.NewFile;
import dev.platte.db.upload.Uploads;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes payload files in pieces, which go on where a connection broke: the headers are those of the
 * IETF's resumable uploads, the address is the SHA-256 of the whole file.
 */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages/{arch}/{version}/uploads/{sha256}")
final class ResumedUploadController {

    private static final String OFFSET = "Upload-Offset";
    private static final String COMPLETE = "Upload-Complete";

    private final Uploads uploads;
    private final Lookup lookup;

    ResumedUploadController(Uploads uploads, Lookup lookup) {
        this.uploads = uploads;
        this.lookup = lookup;
    }

    /**
     * How much of a file came.
     *
     * @param offset where to go on; 0: nothing is here
     */
    record Begun(long offset) {}

    /**
     * How much of the file is here, to go on after it; also in the header Upload-Offset.
     *
     * @param sha256 of the whole file, 64 hex digits
     */
    @GetMapping
    ResponseEntity<Begun> begun(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String sha256)
            throws IOException {
        UpdatePackage draft = lookup.packageOf(lookup.application(app), arch, version);
        long offset = uploads.begun(new NewFile(draft.id(), null, null, null, sha256));
        return ResponseEntity.ok()
                .header(OFFSET, Long.toString(offset))
                .header(COMPLETE, "?0")
                .cacheControl(CacheControl.noStore())
                .body(new Begun(offset));
    }

    /**
     * Takes the next bytes. With the last of them the draft has its file, as after a whole upload;
     * a file whose hash is another one is thrown away. What came is kept for a day.
     *
     * @param sha256 of the whole file, 64 hex digits
     * @param fileName the last part of its address; absent: the version and {@code .crau}
     * @param source the version that a delta starts from
     */
    @PatchMapping(
            consumes = {"application/partial-upload", MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @Guarded
    ResponseEntity<PackageView> resume(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String sha256,
            @RequestHeader(OFFSET) long offset,
            @RequestHeader(COMPLETE) String complete,
            @RequestParam(required = false) @Nullable String fileName,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request)
            throws IOException {
        Application application = lookup.application(app);
        UpdatePackage draft = lookup.packageOf(application, arch, version);
        Caller caller = ApiRequest.caller(request, reason);
        if (caller.dryRun()) {
            throw ProblemException.of(
                    400, "dry-run-invalid", "A file that is sent in pieces is not tried.");
        }
        Long sourceId =
                source == null ? null : lookup.packageOf(application, draft.arch(), source).id();
        NewFile file = new NewFile(draft.id(), sourceId, fileName, null, sha256);
        boolean last = isLast(complete);
        try {
            Optional<UpdatePackage> after =
                    uploads.resume(
                            file,
                            offset,
                            last,
                            new WholeBody(request),
                            ApiRequest.seen(request, draft.revision()),
                            caller);
            UpdatePackage now = after.orElse(draft);
            return ResponseEntity.ok()
                    .eTag(Answers.tag(now.revision()))
                    .header(COMPLETE, after.isPresent() ? "?1" : "?0")
                    .body(PackageView.of(now));
        } catch (BlobException e) {
            throw UploadController.refused(e);
        } catch (WholeBody.BrokenException e) {
            throw ProblemException.of(400, "upload-cut", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Forgets what came of the file.
     *
     * @param sha256 of the whole file, 64 hex digits
     */
    @DeleteMapping
    @Gives(204)
    ResponseEntity<Void> forget(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String sha256,
            HttpServletRequest request)
            throws IOException {
        UpdatePackage draft = lookup.packageOf(lookup.application(app), arch, version);
        if (!ApiRequest.dryRun(request)) {
            uploads.forget(new NewFile(draft.id(), null, null, null, sha256));
        }
        return ResponseEntity.noContent().build();
    }

    private static boolean isLast(String complete) {
        return switch (complete.strip()) {
            case "?1" -> true;
            case "?0" -> false;
            default ->
                    throw ProblemException.of(
                            400,
                            "upload-header-invalid",
                            "The header Upload-Complete is ?1 or ?0.");
        };
    }
}
