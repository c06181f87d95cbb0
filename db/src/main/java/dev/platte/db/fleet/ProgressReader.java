package dev.platte.db.fleet;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads hosts with their way, and makes those that are new. */
final class ProgressReader {

    /** The order in which all writers lock hosts. */
    private static final java.util.Comparator<HostKey> ORDER =
            java.util.Comparator.comparingLong(HostKey::applicationId)
                    .thenComparing(HostKey::machineId);

    private static final String PROGRESS =
            """
            select h.*, s.last_seen, a.id as attempt_id, a.package_id, p.version as attempt_version,
                a.group_id as attempt_group, a.rollout_id, r.uid as rollout_uid, a.from_version,
                a.granted_boot_id, a.state as attempt_state,
                c.id as counted_id, c.state as counted_state,
                case when exists (select from attempt f
                        where f.host_id = h.id and f.state = 'FELL_BACK' and not f.forgotten)
                    then array(select distinct bad.version from attempt f
                        join package bad on bad.id = f.package_id
                        where f.host_id = h.id and f.state = 'FELL_BACK' and not f.forgotten)
                    else '{}' end as fell_back,
                array(select distinct f.package_id from attempt f
                    where f.host_id = h.id and f.state = 'FAILED' and not f.forgotten
                        and (f.error_code & 268435455) is distinct from 9) as failed
            from host h
            join host_seen s on s.host_id = h.id
            left join lateral (
                (select * from attempt o where o.host_id = h.id
                    and o.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED'))
                union all
                (select * from (select * from attempt l
                    where h.state = 'TIMED_OUT' and l.host_id = h.id
                    order by l.granted desc, l.id desc limit 1) newest
                    where newest.state = 'TIMED_OUT')
                limit 1) a on true
            left join package p on p.id = a.package_id
            left join rollout r on r.id = a.rollout_id
            left join lateral (select id, state from attempt e
                where a.rollout_id is not null and e.host_id = h.id and e.counted
                    and e.rollout_id = a.rollout_id and e.package_id = a.package_id
                order by e.id desc limit 1) c on true
            """;

    private final JdbcClient sql;

    ProgressReader(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * In statements of their own: what is joined to a row that was waited for would be as old as
     * the statement.
     */
    Map<HostKey, Progress> enrol(Collection<PollRecord> first, Set<HostKey> content) {
        Map<HostKey, PollRecord> wanted = new TreeMap<>(ORDER);
        first.forEach(poll -> wanted.putIfAbsent(poll.host(), poll));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<HostKey> keys = List.copyOf(wanted.keySet());
        List<Progress> locked = lock(keys);
        if (locked.size() < keys.size()) {
            make(List.copyOf(wanted.values()));
            locked = lock(keys);
        }
        Map<HostKey, Progress> found = new HashMap<>();
        locked.stream()
                .filter(HostRows::isOnNoWay)
                .filter(one -> content.contains(one.host().key()))
                .forEach(one -> found.put(one.host().key(), one));
        found.putAll(progress(keys.stream().filter(key -> !found.containsKey(key)).toList()));
        return found;
    }

    /** As their rows say it, which are the newest there are; without their attempts. */
    private List<Progress> lock(List<HostKey> keys) {
        return sql.sql(
                        """
                        select h.*, s.last_seen from unnest(?::bigint[], ?::text[])
                            as k (application_id, machine_id)
                        join host h using (application_id, machine_id)
                        join host_seen s on s.host_id = h.id
                        order by h.application_id, h.machine_id
                        for no key update of h
                        """)
                .params(
                        Columns.longs(keys, HostKey::applicationId),
                        Columns.texts(keys, HostKey::machineId))
                .query(HostRows::withoutAttempt)
                .list();
    }

    /** Those that somebody else makes at the same time are theirs, and counted by them. */
    private void make(List<PollRecord> polls) {
        HostCounters counters = new HostCounters();
        sql.sql(
                        """
                        insert into host (application_id, machine_id, group_id, track, version,
                            arch, first_seen, seen_on, state, state_since)
                        select application_id, machine_id, group_id, track, version, arch, at,
                            (at at time zone 'UTC')::date, 'UNKNOWN', at
                        from unnest(:applications::bigint[], :machines::text[], :groups::bigint[],
                            :tracks::text[], :versions::text[], :archs::text[],
                            :ats::timestamptz[])
                            as said (application_id, machine_id, group_id, track, version, arch,
                                at)
                        on conflict (application_id, machine_id) do nothing
                        returning *, first_seen as last_seen
                        """)
                .param("applications", Columns.longs(polls, poll -> poll.host().applicationId()))
                .param("machines", Columns.texts(polls, poll -> poll.host().machineId()))
                .param("groups", Columns.longs(polls, PollRecord::groupId))
                .param("tracks", Columns.texts(polls, poll -> poll.facts().track()))
                .param("versions", Columns.texts(polls, poll -> poll.facts().version()))
                .param("archs", Columns.texts(polls, poll -> poll.facts().arch()))
                .param("ats", Columns.texts(polls, PollRecord::at))
                .query(HostRows::host)
                .list()
                .forEach(
                        host ->
                                counters.came(
                                        host.key().applicationId(),
                                        host.groupId(),
                                        host.facts().arch(),
                                        host.facts().version(),
                                        host.state()));
        counters.write(sql);
    }

    Map<HostKey, Progress> progress(Collection<HostKey> hosts) {
        List<HostKey> keys = List.copyOf(hosts);
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<HostKey, Progress> found = new HashMap<>();
        sql.sql(
                        PROGRESS
                                + """
                                join unnest(?::bigint[], ?::text[]) as k (application_id, machine_id)
                                    on k.application_id = h.application_id
                                    and k.machine_id = h.machine_id
                                """)
                .params(
                        Columns.longs(keys, HostKey::applicationId),
                        Columns.texts(keys, HostKey::machineId))
                .query(HostRows::progress)
                .list()
                .forEach(progress -> found.put(progress.host().key(), progress));
        return found;
    }

    /** The known ones of these hosts with their way, locked in the order of all writers. */
    Map<HostKey, Progress> locked(Collection<HostKey> hosts) {
        List<HostKey> keys = hosts.stream().sorted(ORDER).toList();
        return progress(lock(keys).stream().map(one -> one.host().key()).toList());
    }

    /** Those of these hosts whose attempt is open and silent. */
    List<Progress> silent(List<Long> ids) {
        return sql
                .sql(PROGRESS + "where h.id = any(?) and a.lease < now() order by h.id")
                .param(ids.toArray(Long[]::new))
                .query(HostRows::progress)
                .list()
                .stream()
                .filter(progress -> progress.open() != null)
                .toList();
    }
}
