package dev.platte.db.fleet;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request that could not be understood.
 *
 * @param reason why
 * @param body its first 8 KiB
 */
public record MalformedSample(
        Instant at, String ip, @Nullable String contentType, String reason, byte[] body) {

    private static final int MAX_BODY = 8192;

    public MalformedSample {
        ip = Clip.text(ip, 64);
        contentType = Clip.optional(contentType, 200);
        reason = Clip.text(reason, 500);
        body = Arrays.copyOf(body, Math.min(MAX_BODY, body.length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MalformedSample that
                && at.equals(that.at)
                && ip.equals(that.ip)
                && reason.equals(that.reason)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return at.hashCode() * 31 + Arrays.hashCode(body);
    }
}
