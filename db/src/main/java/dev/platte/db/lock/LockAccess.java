package dev.platte.db.lock;

/** What a host must show before it may ask for a slot of a lock group. */
public enum LockAccess {
    /** Nothing: zincati has nothing to show. */
    OPEN,
    /** A token of the group, or of the host in the group. */
    TOKEN,
    /** A client certificate that names the host and the group. */
    CERTIFICATE,
    /** Either. */
    TOKEN_OR_CERTIFICATE;

    boolean takesTokens() {
        return this == TOKEN || this == TOKEN_OR_CERTIFICATE;
    }

    boolean takesCertificates() {
        return this == CERTIFICATE || this == TOKEN_OR_CERTIFICATE;
    }
}
