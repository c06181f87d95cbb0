package dev.platte.db.verb;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who calls a changing verb, and why; goes into the audit row of the change.
 *
 * @param who a person, or the name of a token; at most 200 characters
 * @param tokenId the token that was used, if one was
 * @param reason why; some verbs refuse without one; at most 2000 characters
 * @param requestId the request that asked for it, to find it in the logs
 * @param dryRun everything is checked and answered as if it were done, and then rolled back
 */
public record Caller(
        String who,
        @Nullable Long tokenId,
        @Nullable String reason,
        @Nullable String requestId,
        boolean dryRun) {

    private static final int MAX_REASON = 2000;

    public Caller {
        Objects.requireNonNull(who);
        if (who.isBlank() || who.length() > 200) {
            throw new IllegalArgumentException("who must have 1 to 200 characters: " + who);
        }
        reason = reason == null || reason.isBlank() ? null : reason.strip();
        if (reason != null && reason.length() > MAX_REASON) {
            throw new RefusedException(
                    RefusedException.Kind.INVALID,
                    "reason-too-long",
                    "The reason has " + reason.length() + " characters; at most 2000 are kept.");
        }
    }

    /** For a real change. */
    public Caller(
            String who,
            @Nullable Long tokenId,
            @Nullable String reason,
            @Nullable String requestId) {
        this(who, tokenId, reason, requestId, false);
    }

    /** The server itself, without a request. */
    public static Caller system(String reason) {
        return new Caller("system", null, reason, null);
    }

    /** The same caller with this reason. */
    public Caller because(@Nullable String why) {
        return new Caller(who, tokenId, why, requestId, dryRun);
    }

    /**
     * The reason, for verbs that need one.
     *
     * @throws RefusedException {@code reason-required}
     */
    public String requiredReason() {
        if (reason == null) {
            throw new RefusedException(
                    RefusedException.Kind.INVALID,
                    "reason-required",
                    "This needs a reason; say why in the field `reason`.");
        }
        return reason;
    }
}
