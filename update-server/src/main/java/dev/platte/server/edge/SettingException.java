package dev.platte.server.edge;

/**
 * The server cannot start as it is configured; the message says which setting, the advice what to
 * do.
 */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    public SettingException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public SettingException(String message, String advice, Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
