package dev.platte.client.install;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Failure;
import dev.platte.omaha.value.ErrorCode;
import org.jspecify.annotations.Nullable;

/** An installation ended before its flip; the running slot is as it was, the other not bootable. */
public final class InstallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final int httpStatus;

    InstallException(ErrorCode code, String reason, @Nullable Throwable cause) {
        this(code, reason, 0, cause);
    }

    InstallException(ErrorCode code, String reason, int httpStatus, @Nullable Throwable cause) {
        super(reason, cause);
        this.failure = new Failure(code, reason);
        this.httpStatus = httpStatus;
    }

    /** What the server is told. */
    public Failure failure() {
        return requireNonNull(failure);
    }

    /** The status of the payload's server, where that was the cause; else 0. */
    public int httpStatus() {
        return httpStatus;
    }
}
