package dev.platte.payload.format;

/**
 * Why a payload is refused, with the exit code by which update_engine reports the same
 * (action_processor.h).
 */
public enum Fault {
    /** The file's SHA-256 is not the offered one. */
    HASH(10),
    /** The file is shorter or longer than offered or than its manifest says. */
    SIZE(11),
    /** The manifest lacks what the written image must be compared with. */
    IMAGE_INFO_MISSING(12),
    /** The written partition is not what the manifest says. */
    PARTITION_HASH(15),
    /** The written kernel is not what the manifest says. */
    KERNEL_HASH(16),
    /** There is no signature. */
    UNSIGNED(17),
    /** No signature is by a trusted key, or nothing is trusted. */
    UNTRUSTED(18),
    /** A download cannot go on from its checkpoint. */
    CHECKPOINT(20),
    /** The old image is not the one that a delta starts from, or is not there. */
    SOURCE(20),
    /** Not a CrAU file, or not version 1. */
    HEADER(21),
    /** The manifest is not one, or lies. */
    MANIFEST(23),
    /** An operation's data cannot be carried out, or its result cannot be written. */
    OPERATION(28),
    /** An operation's data does not have the hash that the manifest says. */
    OPERATION_HASH(29),
    /** An operation's data has no hash in the manifest. */
    OPERATION_HASH_MISSING(38);

    private final int exitCode;

    Fault(int exitCode) {
        this.exitCode = exitCode;
    }

    /** update_engine's ErrorCode for this, without flag bits. */
    public int exitCode() {
        return exitCode;
    }
}
