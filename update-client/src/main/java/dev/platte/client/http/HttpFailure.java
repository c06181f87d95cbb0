package dev.platte.client.http;

import java.io.IOException;

/** An exchange that broke one of our limits; its message says which, and with whom. */
public final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int status;

    /** Which limit. */
    public enum Kind {
        /** More redirects than the limit, or one that names no usable address. */
        REDIRECTS,
        /** A redirect from https to http. */
        DOWNGRADE,
        /** Fewer bytes per second than the floor, for longer than is borne. */
        STALLED,
        /** An answer longer than the limit. */
        TOO_LARGE,
        /** No secure connection: a certificate, a name, a key, or a proxy that wants to know us. */
        TLS,
        /** The proxy does not let us through. */
        PROXY
    }

    /** Whether trying again at once cannot help. */
    public boolean isFinal() {
        return kind != Kind.STALLED;
    }

    HttpFailure(Kind kind, int status, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
    }

    /** Which limit was broken. */
    public Kind kind() {
        return kind;
    }

    /** The last HTTP status; 0 when there was none. */
    public int status() {
        return status;
    }
}
