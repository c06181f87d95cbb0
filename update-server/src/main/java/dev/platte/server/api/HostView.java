package dev.platte.server.api;

import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is shown.
 *
 * @param track what it says it belongs to
 * @param version what it runs
 * @param ip the address that it last polled from
 * @param lastError the last error code it reported, with its flags
 * @param duplicateSince since when two machines are known to share this id
 * @param retired since when it is not counted any more; it comes back by polling
 */
record HostView(
        String machineId,
        String track,
        String version,
        HostState state,
        Instant stateSince,
        @Nullable String board,
        @Nullable String arch,
        @Nullable String bootId,
        @Nullable String oem,
        @Nullable String alias,
        @Nullable String aleph,
        @Nullable String ip,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Long lastError,
        @Nullable Instant lastErrorAt,
        @Nullable Instant duplicateSince,
        @Nullable Instant retired) {

    static HostView of(Host host) {
        HostFacts facts = host.facts();
        return new HostView(
                host.key().machineId(),
                facts.track(),
                facts.version(),
                host.state(),
                host.stateSince(),
                facts.board(),
                facts.arch(),
                facts.bootId(),
                facts.oem(),
                facts.alias(),
                facts.aleph(),
                facts.ip(),
                host.firstSeen(),
                host.lastSeen(),
                host.lastError(),
                host.lastErrorAt(),
                host.duplicateSince(),
                host.retired());
    }
}
