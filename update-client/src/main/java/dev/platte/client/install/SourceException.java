package dev.platte.client.install;

import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;

/** One address does not give the payload that was offered; trying it again would not help. */
final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final int httpStatus;

    SourceException(ErrorCode code, int httpStatus, String message) {
        super(message);
        this.code = code;
        this.httpStatus = httpStatus;
    }

    ErrorCode code() {
        return code == null ? ErrorCode.DOWNLOAD_TRANSFER : code;
    }

    int httpStatus() {
        return httpStatus;
    }
}
