package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.omaha.value.ErrorCode;

/**
 * Something that ended an attempt.
 *
 * @param code update_engine's exit code, without flags
 * @param reason what happened, where, and what to do; for people
 */
public record Failure(ErrorCode code, String reason) {
    public Failure {
        requireNonNull(code, "code");
        requireNonNull(reason, "reason");
    }

    /** Whether a check failed, rather than an update. */
    public boolean isOfCheck() {
        return code.isOfCheck();
    }

    @Override
    public String toString() {
        return reason + " [" + code + "]";
    }
}
