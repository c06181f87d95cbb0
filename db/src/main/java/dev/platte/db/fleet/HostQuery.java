package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which hosts of an application, in the order of their machine ids. Absent parts match all.
 *
 * @param machineIdPrefix how the machine id begins
 * @param after only hosts with a greater machine id: the last one of the page before
 * @param limit 1 to 500
 */
public record HostQuery(
        long applicationId,
        @Nullable Long groupId,
        @Nullable String version,
        @Nullable HostState state,
        @Nullable String machineIdPrefix,
        @Nullable String after,
        int limit) {

    public HostQuery {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
    }

    /** All hosts of an application, the first page. */
    public static HostQuery all(long applicationId, int limit) {
        return new HostQuery(applicationId, null, null, null, null, null, limit);
    }
}
