package dev.platte.db.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided for one host, until an instant.
 *
 * @param packageId the package it is aimed at; absent: it stays where it is
 * @param until the first instant at which it holds no more
 * @param revision counts the changes of this row; its ETag
 */
public record Pin(
        long applicationId,
        String machineId,
        @Nullable Long packageId,
        Instant until,
        String madeBy,
        String reason,
        Instant made,
        long revision) {}
