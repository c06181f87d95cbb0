package dev.platte.server.api;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers with their ETag: the revision of what they show. */
final class Answers {

    /** Where everything begins. */
    static final String BASE = "/api/v1";

    private Answers() {}

    static <T> ResponseEntity<T> shown(T body, long revision) {
        return ResponseEntity.ok().eTag(tag(revision)).body(body);
    }

    /**
     * What also counts beside what people change: its tag changes with the counts, and {@code
     * If-Match} looks at the revision in it only.
     */
    static <T> ResponseEntity<T> counted(T body, long revision, Object counts) {
        String tag =
                '"' + Long.toString(revision) + '-' + Integer.toHexString(counts.hashCode()) + '"';
        return ResponseEntity.ok().eTag(tag).body(body);
    }

    /** 201 with the place of it; 200 without one where it was only tried. */
    static <T> ResponseEntity<T> created(boolean dryRun, T body, long revision, String... path) {
        if (dryRun) {
            return ResponseEntity.ok(body);
        }
        URI place = UriComponentsBuilder.fromPath(BASE).pathSegment(path).encode().build().toUri();
        return ResponseEntity.created(place).eTag(tag(revision)).body(body);
    }

    private static String tag(long revision) {
        return '"' + Long.toString(revision) + '"';
    }
}
