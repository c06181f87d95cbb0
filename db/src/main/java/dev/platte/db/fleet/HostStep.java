package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What one poll makes of its host.
 *
 * @param before as it was when it was locked
 * @param said what is kept of the poll; its state is where the host is now
 * @param step what becomes of its open attempt, if anything does
 * @param begun the attempt that begins; an open one has ended then
 */
public record HostStep(
        Progress before, PollRecord said, @Nullable AttemptStep step, @Nullable NewAttempt begun) {}
