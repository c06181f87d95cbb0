package dev.platte.server.api;

import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.UnknownCount;
import dev.platte.db.inbox.Inbox;
import dev.platte.db.inbox.Letter;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What came in and fits nowhere: requests that nobody understood, names that nobody made. */
@RestController
@RequestMapping(Answers.BASE)
final class InboxController {

    /**
     * A request in a list.
     *
     * @param ip of who sent it
     * @param contentType as it was said
     * @param reason why it was not understood
     * @param bytes how much of it is kept, at most 8192
     */
    record MalformedLine(
            long id,
            Instant at,
            String ip,
            @Nullable String contentType,
            String reason,
            int bytes) {

        static MalformedLine of(Letter letter) {
            MalformedSample sample = letter.sample();
            return new MalformedLine(
                    letter.id(),
                    sample.at(),
                    sample.ip(),
                    sample.contentType(),
                    sample.reason(),
                    sample.body().length);
        }
    }

    /**
     * A request with what was sent.
     *
     * @param body its first 8 KiB, in base64
     * @param text the same read as UTF-8, with U+FFFD for what is none
     */
    record MalformedView(
            long id,
            Instant at,
            String ip,
            @Nullable String contentType,
            String reason,
            byte[] body,
            String text) {

        static MalformedView of(Letter letter) {
            MalformedSample sample = letter.sample();
            return new MalformedView(
                    letter.id(),
                    sample.at(),
                    sample.ip(),
                    sample.contentType(),
                    sample.reason(),
                    sample.body(),
                    new String(sample.body(), StandardCharsets.UTF_8));
        }
    }

    /**
     * What was cleared away.
     *
     * @param done how many
     */
    record Emptied(long done) {}

    private final Inbox inbox;

    InboxController(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Requests that nobody understood, the newest first; the last hundred are kept. */
    @GetMapping("/malformed")
    List<MalformedLine> malformed() {
        return inbox.malformed().stream().map(MalformedLine::of).toList();
    }

    /** One of them, with the beginning of what was sent. */
    @GetMapping("/malformed/{id}")
    MalformedView one(@PathVariable long id) {
        return MalformedView.of(inbox.malformed(id));
    }

    /** The beginning of what was sent, byte for byte, to be saved and never to be shown. */
    @GetMapping(value = "/malformed/{id}/body", produces = "application/octet-stream")
    ResponseEntity<byte[]> body(@PathVariable long id) {
        Letter letter = inbox.malformed(id);
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("malformed-" + id + ".bin")
                                .build()
                                .toString())
                .cacheControl(CacheControl.noStore())
                .body(letter.sample().body());
    }

    /**
     * Clears them away.
     *
     * @param through id of the newest one that was looked at; what came later stays
     * @param reason why, for all to see
     */
    @DeleteMapping("/malformed")
    Emptied emptyMalformed(
            @RequestParam long through,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        return new Emptied(inbox.emptyMalformed(through, ApiRequest.caller(request, reason)));
    }

    /** Applications and groups that hosts ask for and nobody made, the latest first. */
    @GetMapping("/unknown")
    List<UnknownCount> unknown() {
        return inbox.unknown();
    }

    /**
     * Clears these names away; who asks again is counted anew.
     *
     * @param until when they were looked at, such as the newest lastAsked; what was asked for later
     *     stays
     * @param reason why, for all to see
     */
    @DeleteMapping("/unknown")
    Emptied emptyUnknown(
            @RequestParam Instant until,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        return new Emptied(inbox.emptyUnknown(until, ApiRequest.caller(request, reason)));
    }
}
