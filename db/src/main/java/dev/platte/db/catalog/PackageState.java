package dev.platte.db.catalog;

/** Where a package is in its life; it only moves down this list. */
public enum PackageState {
    /** Its files may still change; no channel may point to it. */
    DRAFT,
    /** Fixed for ever; channels may point to it. */
    PUBLISHED,
    /** Never offered again, wherever it is pointed to. */
    WITHDRAWN
}
