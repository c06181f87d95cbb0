package dev.platte.web.release;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.blob.BlobException;
import dev.platte.db.upload.NewFile;
import dev.platte.db.upload.Uploads;
import dev.platte.db.verb.Caller;
import dev.platte.web.page.PageModel;
import dev.platte.web.page.Who;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes the payloads of packages as the bodies of requests, so that their progress can be seen. */
@Controller
final class FileController {

    private final ReleaseFinder finder;
    private final Uploads uploads;

    FileController(ReleaseFinder finder, Uploads uploads) {
        this.finder = finder;
        this.uploads = uploads;
    }

    /**
     * Gives a package its file.
     *
     * @param source the package that a delta starts from; absent: it is the full payload
     */
    @PostMapping(
            path = "/packages/{id}/payload",
            consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Void> receive(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Long source,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable Long seen,
            Who who,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, BlobException {
        ReleaseFinder.FoundPackage found = finder.release(id, who);
        who.require(VerbGroup.PACKAGE, found.owner().application());
        long announced = request.getContentLengthLong();
        Caller caller = who.identity().caller(null, PageModel.requestId(response), false);
        uploads.receive(
                new NewFile(id, source, fileName(name), announced < 0 ? null : announced, null),
                request.getInputStream(),
                seen == null ? found.release().revision() : seen,
                caller);
        return ResponseEntity.noContent().build();
    }

    /**
     * Browsers say what the file is called on the sender's disk; addresses take less than disks.
     */
    private static @Nullable String fileName(@Nullable String said) {
        return said != null && said.matches("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
                ? said
                : null;
    }
}
