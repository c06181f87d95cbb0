package dev.platte.server.api;

import dev.platte.db.blob.BlobException;
import dev.platte.db.catalog.ExtraFiles;
import dev.platte.db.catalog.NewExtraFile;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.upload.NewFile;
import dev.platte.db.upload.Uploads;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
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

/** Files beside payloads: system extensions, images of the vendor. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages/{arch}/{version}/files/{name}")
final class ExtraFileController {

    private final Uploads uploads;
    private final ExtraFiles files;
    private final Lookup lookup;

    ExtraFileController(Uploads uploads, ExtraFiles files, Lookup lookup) {
        this.uploads = uploads;
        this.files = files;
        this.lookup = lookup;
    }

    /**
     * Gives a draft a file beside its payload, in place of one of the same name.
     *
     * @param sha256 what the sender expects, 64 hex digits
     * @param required whether a host's update fails without it
     */
    @PutMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Guarded
    ResponseEntity<PackageView> upload(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String sha256,
            @RequestParam(defaultValue = "false") boolean required,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request)
            throws IOException {
        UpdatePackage draft = lookup.packageOf(lookup.application(app), arch, version);
        long announced = request.getContentLengthLong();
        NewFile file =
                new NewFile(draft.id(), null, name, announced < 0 ? null : announced, sha256);
        try {
            return shown(
                    uploads.receiveBeside(
                            file,
                            request.getInputStream(),
                            required,
                            ApiRequest.seen(request, draft.revision()),
                            ApiRequest.caller(request, reason)));
        } catch (BlobException e) {
            throw UploadController.refused(e);
        }
    }

    /** The same for one that only mirrors have: {@code size}, {@code sha256} and {@code sha1}. */
    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Guarded
    ResponseEntity<PackageView> describe(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String name,
            @Takes(Bodies.ElsewhereFile.class) Fields fields,
            HttpServletRequest request) {
        UpdatePackage draft = lookup.packageOf(lookup.application(app), arch, version);
        return shown(
                files.attach(
                        draft.id(),
                        new NewExtraFile(
                                name,
                                fields.number("size"),
                                fields.required("sha256"),
                                fields.required("sha1"),
                                fields.flag("required"),
                                false),
                        ApiRequest.seen(request, draft.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Takes it from a draft. */
    @DeleteMapping
    @Guarded
    ResponseEntity<PackageView> remove(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        UpdatePackage draft = lookup.packageOf(lookup.application(app), arch, version);
        return shown(
                files.remove(
                        draft.id(),
                        name,
                        ApiRequest.seen(request, draft.revision()),
                        ApiRequest.caller(request, reason)));
    }

    private static ResponseEntity<PackageView> shown(UpdatePackage after) {
        return Answers.shown(PackageView.of(after), after.revision());
    }
}
