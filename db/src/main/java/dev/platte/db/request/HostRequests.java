package dev.platte.db.request;

import dev.platte.db.access.Changes;
import dev.platte.db.access.Need;
import dev.platte.db.access.Permissions;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.fleet.Host;
import dev.platte.db.verb.Caller;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The last request of each host. Polls that only repeat what was said are sightings and leave it as
 * it is; whoever wants to see such a one asks for it beforehand.
 */
@Service
public final class HostRequests {

    private final JdbcClient sql;
    private final Changes changes;

    HostRequests(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /**
     * Empty for a host that has sent none since they are kept.
     *
     * @param reader who is to see it
     */
    public Optional<KeptRequest> find(Host host, Permissions reader) {
        boolean seesAll = reader.allows(new Need(Role.VIEWER, VerbGroup.READ, null));
        return sql.sql("select * from host_request where host_id = ?")
                .param(host.id())
                .query((row, number) -> request(row, seesAll || row.getInt("applications") == 1))
                .optional();
    }

    private static KeptRequest request(ResultSet row, boolean shown) throws SQLException {
        int bytes = row.getInt("bytes");
        return new KeptRequest(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("replica"),
                row.getInt("applications"),
                bytes,
                bytes > PackedBody.MOST,
                shown ? text(row.getBytes("body")) : null);
    }

    private static String text(byte[] packed) {
        return new String(PackedBody.unpack(packed), StandardCharsets.UTF_8);
    }

    /** The next request of a host is kept, whatever it says. */
    public void recordNext(Host host, Caller caller) {
        changes.change(
                caller,
                () -> {
                    // With nothing to compare it with, the next poll is none but a sighting.
                    sql.sql("update host_seen set said = null where host_id = ?")
                            .param(host.id())
                            .update();
                    changes.audit(
                            caller,
                            "host.record",
                            "host/" + host.key().applicationId() + "/" + host.key().machineId(),
                            null,
                            null);
                    return host;
                });
    }
}
