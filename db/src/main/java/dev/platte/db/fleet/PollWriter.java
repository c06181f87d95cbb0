package dev.platte.db.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes a batch of polls in at most four statements, however many there are. Writing the same
 * batch twice leaves what once leaves.
 */
final class PollWriter {

    /** In one order for all writers, so that two batches cannot wait for each other in a circle. */
    private static final Comparator<HostKey> ORDER =
            Comparator.comparingLong(HostKey::applicationId).thenComparing(HostKey::machineId);

    private record EventRow(PollRecord poll, int ordinal, HostEvent event) {}

    private final JdbcClient sql;

    PollWriter(JdbcClient sql) {
        this.sql = sql;
    }

    void write(Collection<PollRecord> polls) {
        List<PollRecord> hosts = latestOfEachHost(polls);
        writeHosts(hosts);
        writeEvents(polls);
        writeOffers(hosts.stream().filter(poll -> poll.offeredPackageId() != null).toList());
        writeStates(hosts.stream().filter(poll -> poll.state() != null).toList());
    }

    /** One statement may touch a row once: several polls of a host become one. */
    private static List<PollRecord> latestOfEachHost(Collection<PollRecord> polls) {
        TreeMap<HostKey, PollRecord> latest = new TreeMap<>(ORDER);
        polls.stream()
                .sorted(Comparator.comparing(PollRecord::at))
                .forEach(poll -> latest.merge(poll.host(), poll, PollWriter::merged));
        return List.copyOf(latest.values());
    }

    private static PollRecord merged(PollRecord earlier, PollRecord later) {
        return new PollRecord(
                later.pollId(),
                later.ordinal(),
                later.at(),
                later.host(),
                later.groupId(),
                later.facts().over(earlier.facts()),
                later.state() == null ? earlier.state() : later.state(),
                later.offeredPackageId() == null
                        ? earlier.offeredPackageId()
                        : later.offeredPackageId(),
                later.errorCode() == null ? earlier.errorCode() : later.errorCode(),
                List.of());
    }

    private void writeHosts(List<PollRecord> hosts) {
        // A state of UNKNOWN stands for "nothing said": the row that is proposed must have one.
        sql.sql(
                        """
                        insert into host as h (application_id, machine_id, group_id, track, version,
                            board, arch, boot_id, oem, alias, aleph, ip, first_seen, last_seen,
                            state, state_since, last_error, last_error_at)
                        select application_id, machine_id, group_id, track, version, board, arch,
                            boot_id, oem, alias, aleph, ip, at, at, coalesce(state, 'UNKNOWN'), at,
                            error, case when error is not null then at end
                        from unnest(:applications::bigint[], :machines::text[], :groups::bigint[],
                            :tracks::text[], :versions::text[], :boards::text[], :archs::text[],
                            :boots::text[], :oems::text[], :aliases::text[], :alephs::text[],
                            :ips::text[], :ats::timestamptz[], :states::text[], :errors::bigint[])
                            as said (application_id, machine_id, group_id, track, version, board,
                                arch, boot_id, oem, alias, aleph, ip, at, state, error)
                        on conflict (application_id, machine_id) do update set
                            group_id = excluded.group_id,
                            track = excluded.track,
                            version = excluded.version,
                            board = coalesce(excluded.board, h.board),
                            arch = coalesce(excluded.arch, h.arch),
                            boot_id = coalesce(excluded.boot_id, h.boot_id),
                            oem = coalesce(excluded.oem, h.oem),
                            alias = coalesce(excluded.alias, h.alias),
                            aleph = coalesce(excluded.aleph, h.aleph),
                            ip = coalesce(excluded.ip, h.ip),
                            last_seen = excluded.last_seen,
                            state = case excluded.state when 'UNKNOWN' then h.state
                                else excluded.state end,
                            state_since = case when excluded.state in ('UNKNOWN', h.state)
                                then h.state_since else excluded.last_seen end,
                            last_error = coalesce(excluded.last_error, h.last_error),
                            last_error_at = coalesce(excluded.last_error_at, h.last_error_at)
                        where h.last_seen <= excluded.last_seen
                        """)
                .param("applications", Columns.longs(hosts, poll -> poll.host().applicationId()))
                .param("machines", Columns.texts(hosts, poll -> poll.host().machineId()))
                .param("groups", Columns.longs(hosts, PollRecord::groupId))
                .param("tracks", Columns.texts(hosts, poll -> poll.facts().track()))
                .param("versions", Columns.texts(hosts, poll -> poll.facts().version()))
                .param("boards", Columns.texts(hosts, poll -> poll.facts().board()))
                .param("archs", Columns.texts(hosts, poll -> poll.facts().arch()))
                .param("boots", Columns.texts(hosts, poll -> poll.facts().bootId()))
                .param("oems", Columns.texts(hosts, poll -> poll.facts().oem()))
                .param("aliases", Columns.texts(hosts, poll -> poll.facts().alias()))
                .param("alephs", Columns.texts(hosts, poll -> poll.facts().aleph()))
                .param("ips", Columns.texts(hosts, poll -> poll.facts().ip()))
                .param("ats", Columns.texts(hosts, PollRecord::at))
                .param("states", Columns.texts(hosts, PollRecord::state))
                .param("errors", Columns.longs(hosts, PollRecord::errorCode))
                .update();
    }

    private void writeEvents(Collection<PollRecord> polls) {
        List<EventRow> rows = new ArrayList<>();
        for (PollRecord poll : polls) {
            int ordinal = poll.ordinal() * 256;
            for (HostEvent event : poll.events()) {
                rows.add(new EventRow(poll, ordinal++, event));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into event (at, poll_id, ordinal, host_id, group_id, type, result,
                            error_code, version, previous_version)
                        select said.at, said.poll_id, said.ordinal, h.id, said.group_id, said.type,
                            said.result, said.error_code, said.version, said.previous_version
                        from unnest(:ats::timestamptz[], :polls::uuid[], :ordinals::integer[],
                            :applications::bigint[], :machines::text[], :groups::bigint[],
                            :types::integer[], :results::integer[], :errors::bigint[],
                            :versions::text[], :previous::text[])
                            as said (at, poll_id, ordinal, application_id, machine_id, group_id,
                                type, result, error_code, version, previous_version)
                        join host h using (application_id, machine_id)
                        on conflict do nothing
                        """)
                .param("ats", Columns.texts(rows, row -> row.poll().at()))
                .param("polls", Columns.texts(rows, row -> row.poll().pollId()))
                .param("ordinals", Columns.integers(rows, EventRow::ordinal))
                .param(
                        "applications",
                        Columns.longs(rows, row -> row.poll().host().applicationId()))
                .param("machines", Columns.texts(rows, row -> row.poll().host().machineId()))
                .param("groups", Columns.longs(rows, row -> row.poll().groupId()))
                .param("types", Columns.integers(rows, row -> row.event().type()))
                .param("results", Columns.integers(rows, row -> row.event().result()))
                .param("errors", Columns.longs(rows, row -> row.event().errorCode()))
                .param("versions", Columns.texts(rows, row -> row.event().version()))
                .param("previous", Columns.texts(rows, row -> row.event().previousVersion()))
                .update();
    }

    private void writeOffers(List<PollRecord> offers) {
        if (offers.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into attempt as a (host_id, group_id, package_id, from_version,
                            granted_boot_id, state, granted, changed)
                        select h.id, said.group_id, said.package_id, said.version, said.boot_id,
                            'GRANTED', said.at, said.at
                        from unnest(:applications::bigint[], :machines::text[], :groups::bigint[],
                            :packages::bigint[], :versions::text[], :boots::text[],
                            :ats::timestamptz[])
                            as said (application_id, machine_id, group_id, package_id, version,
                                boot_id, at)
                        join host h using (application_id, machine_id)
                        where not exists (select from attempt done where done.host_id = h.id
                            and done.package_id = said.package_id and done.granted >= said.at)
                        on conflict (host_id)
                            where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED')
                        do update set
                            group_id = excluded.group_id,
                            package_id = excluded.package_id,
                            from_version = excluded.from_version,
                            granted_boot_id = excluded.granted_boot_id,
                            state = excluded.state,
                            granted = excluded.granted,
                            changed = excluded.changed
                        where a.package_id <> excluded.package_id and a.changed <= excluded.changed
                        """)
                .param("applications", Columns.longs(offers, poll -> poll.host().applicationId()))
                .param("machines", Columns.texts(offers, poll -> poll.host().machineId()))
                .param("groups", Columns.longs(offers, PollRecord::groupId))
                .param("packages", Columns.longs(offers, PollRecord::offeredPackageId))
                .param("versions", Columns.texts(offers, poll -> poll.facts().version()))
                .param("boots", Columns.texts(offers, poll -> poll.facts().bootId()))
                .param("ats", Columns.texts(offers, PollRecord::at))
                .update();
    }

    private void writeStates(List<PollRecord> moved) {
        if (moved.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        update attempt a
                        set state = said.state, changed = said.at,
                            error_code = coalesce(said.error_code, a.error_code)
                        from unnest(:applications::bigint[], :machines::text[], :states::text[],
                            :ats::timestamptz[], :errors::bigint[])
                            as said (application_id, machine_id, state, at, error_code)
                        join host h using (application_id, machine_id)
                        where a.host_id = h.id
                            and a.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED')
                            and said.state not in ('UNKNOWN', a.state)
                            and a.changed <= said.at
                        """)
                .param("applications", Columns.longs(moved, poll -> poll.host().applicationId()))
                .param("machines", Columns.texts(moved, poll -> poll.host().machineId()))
                .param("states", Columns.texts(moved, PollRecord::state))
                .param("ats", Columns.texts(moved, PollRecord::at))
                .param("errors", Columns.longs(moved, PollRecord::errorCode))
                .update();
    }
}
