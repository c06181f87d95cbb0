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

    /**
     * Whether a check failed, rather than an update: the server was not to be reached, or answered
     * with nothing usable (update_engine's OmahaRequestAction).
     */
    public boolean isOfCheck() {
        return switch (code.code()) {
            case 2, 30, 31, 34 -> true;
            default -> code.code() >= 2000;
        };
    }

    @Override
    public String toString() {
        return reason + " [" + code + "]";
    }
}
