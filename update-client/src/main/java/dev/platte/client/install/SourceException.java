package dev.platte.client.install;

import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;

/** One address does not give the payload that was offered; trying it again would not help. */
final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final int httpStatus;
    private final boolean ofPart;

    SourceException(ErrorCode code, int httpStatus, String message) {
        this(code, httpStatus, message, false);
    }

    private SourceException(ErrorCode code, int httpStatus, String message, boolean ofPart) {
        super(message);
        this.code = code;
        this.httpStatus = httpStatus;
        this.ofPart = ofPart;
    }

    /** The address does not give the part that was asked for; the whole it may give. */
    static SourceException ofPart(ErrorCode code, int httpStatus, String message) {
        return new SourceException(code, httpStatus, message, true);
    }

    boolean isOfPart() {
        return ofPart;
    }

    ErrorCode code() {
        return code == null ? ErrorCode.DOWNLOAD_TRANSFER : code;
    }

    int httpStatus() {
        return httpStatus;
    }
}
