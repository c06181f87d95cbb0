package dev.platte.web.fleet;

import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One host in a table.
 *
 * @param group absent: its track names none
 * @param error its last error in words, if that is why it is where it is
 */
public record HostLine(
        Host host, @Nullable Group group, Standing standing, @Nullable String error) {

    public static HostLine of(ApplicationSnapshot application, Host host) {
        Group group =
                application.groups().stream()
                        .filter(found -> Objects.equals(found.id(), host.groupId()))
                        .findFirst()
                        .orElse(null);
        return new HostLine(
                host,
                group,
                VersionSpread.standing(application, host.groupId(), host.facts().version()),
                VersionSpread.isHurt(host.state()) ? words(host.lastError()) : null);
    }

    /** The address of the host's page. */
    static String address(Host host) {
        return "/host?application="
                + host.key().applicationId()
                + "&id="
                + URLEncoder.encode(host.key().machineId(), StandardCharsets.UTF_8);
    }

    /** As the audit trail names it. */
    static String subject(HostKey key) {
        return "host/" + key.applicationId() + "/" + key.machineId();
    }

    static @Nullable String words(@Nullable Long code) {
        return code == null ? null : ErrorCode.of(code.intValue()).toString();
    }
}
