package dev.platte.db.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last request of a host that was more than a sighting.
 *
 * @param at when it came
 * @param replica the server that answered it
 * @param applications how many it speaks of
 * @param bytes its length
 * @param isCut whether only its first 16 KiB were kept
 * @param text what it says, as UTF-8; withheld, null, from those who may not see all the
 *     applications that it speaks of
 */
public record KeptRequest(
        Instant at,
        String replica,
        int applications,
        int bytes,
        boolean isCut,
        @Nullable String text) {}
