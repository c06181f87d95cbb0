package dev.platte.server.api;

import java.net.URI;
import org.springframework.http.CacheControl;
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
        return ResponseEntity.created(place(path)).eTag(tag(revision)).body(body);
    }

    /** As {@link #created}, with a secret that nobody on the way may keep. */
    static <T> ResponseEntity<T> secret(boolean dryRun, T body, long revision, String... path) {
        if (dryRun) {
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
        }
        return ResponseEntity.created(place(path))
                .cacheControl(CacheControl.noStore())
                .eTag(tag(revision))
                .body(body);
    }

    /** 202 with the place where one sees what came of it; 200 where it was only tried. */
    static <T> ResponseEntity<T> accepted(boolean dryRun, T body, String... path) {
        return dryRun
                ? ResponseEntity.ok(body)
                : ResponseEntity.accepted().location(place(path)).body(body);
    }

    private static URI place(String... path) {
        return UriComponentsBuilder.fromPath(BASE).pathSegment(path).encode().build().toUri();
    }

    static String tag(long revision) {
        return '"' + Long.toString(revision) + '"';
    }
}
