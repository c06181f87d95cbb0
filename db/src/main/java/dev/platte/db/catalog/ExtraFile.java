package dev.platte.db.catalog;

import java.time.Instant;

/**
 * A file beside the payload of a package, such as a system extension: offered after it, under the
 * same addresses.
 *
 * @param name the last part of its address
 * @param size in bytes
 * @param sha256 64 hex digits
 * @param sha1 40 hex digits
 * @param required whether a host's update fails without it
 * @param stored whether this server has it; else only mirrors have
 */
public record ExtraFile(
        long id,
        String name,
        long size,
        String sha256,
        String sha1,
        boolean required,
        boolean stored,
        Instant added) {}
