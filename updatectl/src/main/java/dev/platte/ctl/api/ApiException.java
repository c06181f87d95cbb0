package dev.platte.ctl.api;

import java.io.Serial;

/** A server did not do what it was asked; the message is one line for people. */
public final class ApiException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    ApiException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** Something is wrong before or beyond any answer. */
    public ApiException(String message) {
        this(0, "", message);
    }

    /** The HTTP status; 0 without an answer. */
    public int status() {
        return status;
    }

    /** The problem's code, such as {@code package-unknown}; empty without one. */
    public String code() {
        return code;
    }
}
