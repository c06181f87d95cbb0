package dev.platte.harness.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A fleet as one looks that has been there for long: twenty groups that follow each other through
 * releases, hosts that failed, fell back, are on their way, or have gone silent; what happened to
 * them, and two years of samples.
 */
final class FleetFill {
    static final int GROUPS = 20;

    /** From the newest to the oldest: the share of a group's hosts at each of its versions. */
    private static final String VERSION =
            """
            '1.' || (20 - g.n %% 5 - case when r < 0.80 then 0 when r < 0.95 then 1
                when r < 0.99 then 2 else 3 end) || '.0'
            """
                    .replace("%%", "%")
                    .strip();

    private static final String STATE =
            """
            case when s < 0.84 then 'COMPLETE' when s < 0.975 then 'UNKNOWN' when s < 0.985 then 'FAILED'
                when s < 0.986 then 'FELL_BACK' when s < 0.989 then 'TIMED_OUT'
                when s < 0.9896 then 'GRANTED' when s < 0.9936 then 'DOWNLOADING'
                when s < 0.9946 then 'DOWNLOADED' else 'INSTALLED' end
            """
                    .strip();

    private final Connection connection;
    private final int hosts;

    FleetFill(Connection connection, int hosts) {
        this.connection = connection;
        this.hosts = hosts;
    }

    void fill() throws SQLException {
        execute("select setseed(0.25)");
        execute(
                """
                insert into host_group (application_id, uid, track, channel, created)
                select id, gen_random_uuid(), 'ring-' || i, 'stable', now()
                from application, generate_series(1, %d) i
                """
                        .formatted(GROUPS));
        HostLoad.begin(connection);
        hosts();
        happenings();
        samples();
        HostLoad.end(connection);
    }

    private void hosts() throws SQLException {
        execute(
                """
                insert into host (application_id, machine_id, group_id, track, version, board, arch,
                    boot_id, oem, alias, aleph, ip, first_seen, seen_on, state, state_since,
                    last_error, last_error_at, retired)
                select g.application_id, md5(i::text), g.id, g.track, %s, 'amd64-usr', 'amd64',
                    gen_random_uuid()::text, 'qemu', 'node-' || i || '.rack-' || i / 40
                        || '.example.net', '1.0.0',
                    '10.' || i / 65536 %% 256 || '.' || i / 256 %% 256 || '.' || i %% 256,
                    now() - interval '400 days',
                    (now() - case when q < 0.97 then interval '0' else q * interval '60 days' end)::date,
                    %s, now() - r * interval '30 days',
                    case when s >= 0.975 and s < 0.985 then 268435456 + (array[9, 10, 12, 37])[1 + i %% 4] end,
                    case when s >= 0.975 and s < 0.985 then now() - r * interval '30 days' end,
                    case when q >= 0.995 and s < 0.975 then now() - q * interval '200 days' end
                from (select i, random() as r, random() as s, random() as q
                    from generate_series(1, %d) i) one
                join (select *, row_number() over (order by id) - 2 as n from host_group) g
                    on g.n = one.i %% %d
                """
                        .formatted(VERSION, STATE, hosts, GROUPS)
                        .replace("%%", "%"));
        execute(
                """
                insert into host_seen (host_id, last_seen)
                select id, least(seen_on + random() * interval '1 day', now()) from host
                """);
    }

    /** An attempt for each host that is or was on its way, and what it said of it. */
    private void happenings() throws SQLException {
        execute(
                """
                insert into attempt (host_id, group_id, rollout_id, package_id, from_version, state,
                    granted, changed, released, lease, counted, error_code)
                select h.id, h.group_id, r.id, r.package_id, '1.0.0', h.state,
                    h.state_since - interval '10 minutes', h.state_since,
                    case when h.state not in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED')
                        then h.state_since end,
                    now() + interval '1 hour',
                    h.state in ('COMPLETE', 'FAILED', 'FELL_BACK', 'TIMED_OUT'), h.last_error
                from host h, (select id, package_id from rollout order by id limit 1) r
                where h.state <> 'UNKNOWN' and (h.state <> 'COMPLETE' or h.id % 3 = 0)
                """);
        for (List<Integer> said : List.of(List.of(13, 1), List.of(14, 1), List.of(3, 1))) {
            execute(
                    """
                    insert into event (at, poll_id, ordinal, host_id, group_id, type, result, version)
                    select changed, gen_random_uuid(), 0, host_id, group_id, %d, %d, '1.0.0'
                    from attempt where id %% 2 = 0
                    """
                            .formatted(said.get(0), said.get(1)));
        }
    }

    /** As dense as they are kept: every five minutes, every hour, every day. */
    private void samples() throws SQLException {
        execute(
                """
                insert into host_sample (at, application_id, group_id, version, state, hosts)
                select at, application_id, group_id, version, state, hosts
                from (select application_id, coalesce(group_id, -1) as group_id, version, state,
                        count(*) as hosts from host
                        group by grouping sets ((application_id, group_id, version, state),
                            (application_id, version, state))) kinds,
                    (select date_trunc('hour', now()) - i * interval '5 minutes' as at
                        from generate_series(0, 575) i
                    union select date_trunc('hour', now()) - i * interval '1 hour'
                        from generate_series(0, 2159) i
                    union select date_trunc('day', now(), 'UTC') - i * interval '1 day'
                        from generate_series(0, 729) i) times
                """);
        execute(
                """
                insert into rollout_sample
                select r.id, date_trunc('hour', now()) - i * interval '5 minutes', 10, i, 1, 1, 1
                from rollout r, generate_series(0, 575) i
                """);
    }

    private void execute(String command) throws SQLException {
        HostLoad.execute(connection, command);
    }
}
