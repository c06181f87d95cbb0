package dev.platte.db.catalog;

/** What a payload needs on the host. */
public enum PayloadKind {
    /** Nothing. */
    FULL,
    /** The image of the source package. */
    DELTA
}
