package dev.platte.server.payload;

import dev.platte.server.edge.ProblemException;
import dev.platte.server.payload.Selection.Part;
import dev.platte.server.payload.Selection.Unsatisfiable;
import dev.platte.server.payload.Selection.Whole;
import dev.platte.server.payload.Shelf.Found;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Payload files, and what lies beside them, at {@code /payloads/FOLDER/NAME}: the directory is the
 * codebase of an offer, the name its package; a folder is called by the hash of what is in it. The
 * address names the content, so what was once fetched never goes stale (RFC 9110, sections 13 and
 * 14; RFC 8246).
 */
@RestController
final class PayloadController {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadController.class);

    private final Shelf shelf;

    PayloadController(Shelf shelf) {
        this.shelf = shelf;
    }

    @RequestMapping(
            path = "/payloads/{folder}/{name}",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    void payload(
            @PathVariable("folder") String folder,
            @PathVariable("name") String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Representation found = find(folder, name);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("ETag", found.etag());
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable, no-transform");
        String noneMatch = request.getHeader("If-None-Match");
        if (noneMatch != null && found.matchesAny(noneMatch)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/octet-stream");
        switch (selection(request, found)) {
            case Whole() -> send(request, response, found, 0, found.size());
            case Part part -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(part.first(), part.last(), found.size()));
                send(request, response, found, part.first(), part.length());
            }
            case Unsatisfiable() ->
                    throw ProblemException.of(
                            416,
                            "range-not-satisfiable",
                            "The payload has "
                                    + found.size()
                                    + " bytes; nothing of the range is in it.",
                            Map.of("Content-Range", "bytes */" + found.size()));
        }
    }

    private Representation find(String folder, String name) throws IOException {
        return switch (shelf.find(folder, name)) {
            case Found.Served(Representation found) -> {
                if (Files.size(found.file()) != found.size()) {
                    throw damaged(folder, name);
                }
                yield found;
            }
            case Found.Withdrawn() ->
                    throw ProblemException.of(
                            410, "package-withdrawn", "The package of this payload was withdrawn.");
            case Found.Unknown() ->
                    throw ProblemException.of(404, "payload-unknown", "There is no such payload.");
            case Found.Missing() -> throw damaged(folder, name);
        };
    }

    private static ProblemException damaged(String folder, String name) {
        LOG.error(
                "payload {}/{} is not whole on the disk: restore it, or upload the file again",
                folder,
                name);
        return ProblemException.of(
                500,
                "payload-damaged",
                "The payload is not whole on this server; its operator finds the cause in the log.");
    }

    /**
     * A range counts only on GET, and only while the part the caller has is of this payload (RFC
     * 9110, 13.1.5 and 14.2).
     */
    private static Selection selection(HttpServletRequest request, Representation found) {
        String ifRange = request.getHeader("If-Range");
        boolean counts =
                request.getMethod().equals("GET") && (ifRange == null || found.isStill(ifRange));
        return counts ? Selection.of(request.getHeader("Range"), found.size()) : new Whole();
    }

    private static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            Representation found,
            long first,
            long length)
            throws IOException {
        response.setContentLengthLong(length);
        if (request.getMethod().equals("GET")) {
            FileSender.send(request, response, found.file(), first, length);
        }
    }
}
