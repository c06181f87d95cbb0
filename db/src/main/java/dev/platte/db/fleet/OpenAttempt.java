package dev.platte.db.fleet;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attempt of a host that still goes on, or that timed out and may yet turn out well.
 *
 * @param packageId where it leads
 * @param version of that package
 * @param groupId the group it was granted in; absent: the group is gone
 * @param rollout under which it is counted; absent: an operator aimed the host
 * @param fromVersion what the host ran
 * @param bootId the boot in which it was offered; absent: the host did not say
 */
public record OpenAttempt(
        long id,
        long packageId,
        String version,
        @Nullable Long groupId,
        @Nullable Under rollout,
        String fromVersion,
        @Nullable String bootId,
        HostState state) {

    /**
     * The rollout of an attempt.
     *
     * @param counted the end of an earlier attempt of the same host to the same package that is in
     *     the rollout's outcomes; its own, if it timed out
     */
    public record Under(long id, UUID uid, @Nullable Counted counted) {}

    /** An attempt whose end is counted. */
    public record Counted(long attemptId, HostState state) {}

    /** The same attempt, further on. */
    public OpenAttempt at(HostState later) {
        return new OpenAttempt(
                id, packageId, version, groupId, rollout, fromVersion, bootId, later);
    }
}
