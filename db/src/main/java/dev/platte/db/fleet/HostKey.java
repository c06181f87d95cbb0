package dev.platte.db.fleet;

import java.util.Objects;

/**
 * What one host is known by.
 *
 * @param machineId 1 to 256 characters, as the host says it
 */
public record HostKey(long applicationId, String machineId) {

    /** A longer one would not fit the index, and would take the whole batch down with it. */
    public static final int MAX_MACHINE_ID = 256;

    public HostKey {
        Objects.requireNonNull(machineId);
        if (machineId.isEmpty()
                || machineId.length() > MAX_MACHINE_ID
                || machineId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a machine id has 1 to 256 characters, not " + machineId.length());
        }
    }
}
