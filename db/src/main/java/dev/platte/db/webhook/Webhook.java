package dev.platte.db.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another system that is told what happens.
 *
 * @param application appid of the only application that it hears of; absent: all, and the whole
 *     server
 * @param kinds kinds of events, or families of them; empty: all
 * @param disabled since when nothing is sent, nor kept to be sent
 * @param failingSince since when every try has failed
 * @param waiting messages that are still to be sent
 * @param revision counts the changes by people and rules; its ETag
 */
public record Webhook(
        long id,
        String name,
        String url,
        @Nullable String application,
        List<String> kinds,
        Instant created,
        String createdBy,
        @Nullable Instant disabled,
        @Nullable String disabledReason,
        @Nullable Instant failingSince,
        long waiting,
        long revision) {

    public Webhook {
        kinds = List.copyOf(kinds);
    }

    /** The address without its path, which may hold a secret. */
    String place() {
        return url.replaceFirst("^([a-z]+://[^/?#]*).*$", "$1");
    }

    /** As the audit trail shows it, which more people read. */
    Audited audited() {
        return new Audited(name, place(), application, kinds, disabledReason);
    }

    /** The same without what may be secret. */
    record Audited(
            String name,
            String place,
            @Nullable String application,
            List<String> kinds,
            @Nullable String disabledReason) {}
}
