package dev.platte.db.lock;

import dev.platte.policy.lock.Candidate.CanariesBack;
import dev.platte.policy.lock.LockRules;
import dev.platte.policy.lock.SlotLimit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the rest of the server knows that bears on a lock group: its hosts, rollouts, releases. */
final class Surroundings {

    /** An update group that a lock group covers, and why its rollout stands still, if it does. */
    private record Covered(
            long id,
            long applicationId,
            String track,
            @Nullable String paused,
            @Nullable String version,
            @Nullable String stopped) {}

    private final JdbcClient sql;

    Surroundings(JdbcClient sql) {
        this.sql = sql;
    }

    /** The hosts of a group; only counted where its limit is a share of them. */
    long hosts(LockGroup group) {
        if (group.rules().limit() instanceof SlotLimit.Hosts) {
            return 0;
        }
        // A machine with two applications is one host: the application with the most counts.
        return sql.sql(
                        """
                        select coalesce((
                            select max(hosts) from (
                                select sum(c.hosts) as hosts from host_counter c
                                join host_group g on g.id = c.group_id
                                where g.id = any(:covers) or (:named and g.track = :name)
                                group by c.application_id) as each),
                            (select count(*) from lock_host where group_id = :id))::bigint
                        """)
                .param("covers", group.covers().toArray(Long[]::new))
                .param("named", group.covers().isEmpty())
                .param("name", group.name())
                .param("id", group.id())
                .query(Long.class)
                .single();
    }

    /** What holds single hosts of a group. */
    interface Holds {

        /** Why the rollout of a host stands still. */
        @Nullable String rolloutStopped(@Nullable String machineId, @Nullable String to);

        /** Why a host must not reboot into a version. */
        @Nullable String notEligible(@Nullable String to);
    }

    /**
     * Reads it once for all hosts that ask.
     *
     * @param machines machine ids of those that ask
     * @param versions that they reboot into
     */
    Holds holds(LockGroup group, Collection<String> machines, Collection<String> versions) {
        List<Covered> covered = group.rules().followsRollouts() ? covered(group) : List.of();
        boolean quiet =
                covered.stream().allMatch(one -> one.paused() == null && one.stopped() == null);
        Map<String, Set<Long>> groupsOf =
                quiet || covered.size() < 2 ? Map.of() : groupsOf(covered, machines);
        Map<String, String> withdrawn = covered.isEmpty() ? Map.of() : withdrawn(covered, versions);
        return new Holds() {
            @Override
            public @Nullable String rolloutStopped(
                    @Nullable String machineId, @Nullable String to) {
                Set<Long> own =
                        machineId == null ? Set.of() : groupsOf.getOrDefault(machineId, Set.of());
                return covered.stream()
                        .filter(one -> covered.size() == 1 || own.contains(one.id()))
                        .map(one -> stopped(one, to))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public @Nullable String notEligible(@Nullable String to) {
                String why = to == null ? null : withdrawn.get(to);
                return why == null ? null : to + " was withdrawn: " + why;
            }
        };
    }

    private static @Nullable String stopped(Covered group, @Nullable String to) {
        if (group.paused() != null) {
            return "the update group " + group.track() + " is paused: " + group.paused();
        }
        boolean concerns = to == null || to.equals(group.version());
        return concerns ? group.stopped() : null;
    }

    private List<Covered> covered(LockGroup group) {
        return sql.sql(
                        """
                        select g.id, g.application_id, g.track, g.paused_reason, p.version,
                            lower(r.state) as state, r.state_reason
                        from host_group g
                        left join rollout r on r.group_id = g.id and r.place = 'ROLLING'
                            and r.state in ('PAUSED', 'HALTED')
                        left join package p on p.id = r.package_id
                        where g.id = any(:covers) or (:named and g.track = :name)
                        order by g.id
                        """)
                .param("covers", group.covers().toArray(Long[]::new))
                .param("named", group.covers().isEmpty())
                .param("name", group.name())
                .query(
                        (row, number) ->
                                new Covered(
                                        row.getLong("id"),
                                        row.getLong("application_id"),
                                        row.getString("track"),
                                        row.getString("paused_reason"),
                                        row.getString("version"),
                                        row.getString("state") == null
                                                ? null
                                                : "the rollout of %s is %s: %s"
                                                        .formatted(
                                                                row.getString("version"),
                                                                row.getString("state"),
                                                                row.getString("state_reason"))))
                .list();
    }

    private Map<String, Set<Long>> groupsOf(List<Covered> covered, Collection<String> machines) {
        Map<String, Set<Long>> groups = new HashMap<>();
        sql.sql(
                        """
                        select machine_id, group_id from host
                        where application_id = any(?) and machine_id = any(?)
                          and group_id is not null
                        """)
                .params(
                        covered.stream()
                                .map(Covered::applicationId)
                                .distinct()
                                .toArray(Long[]::new),
                        machines.toArray(String[]::new))
                .query(
                        (row, number) ->
                                groups.computeIfAbsent(
                                                row.getString("machine_id"), id -> new HashSet<>())
                                        .add(row.getLong("group_id")))
                .list();
        return groups;
    }

    private Map<String, String> withdrawn(List<Covered> covered, Collection<String> versions) {
        return sql
                .sql(
                        """
                        select version, withdrawn_reason from package
                        where application_id = any(?) and version = any(?)
                          and state = 'WITHDRAWN'
                        """)
                .params(
                        covered.stream()
                                .map(Covered::applicationId)
                                .distinct()
                                .toArray(Long[]::new),
                        versions.toArray(String[]::new))
                .query(
                        (row, number) ->
                                Map.entry(
                                        row.getString("version"),
                                        row.getString("withdrawn_reason")))
                .list()
                .stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (one, two) -> one));
    }

    /** The canaries that are back from a reboot into each of these versions. */
    Map<String, CanariesBack> canariesBack(LockGroup group, Collection<String> versions) {
        LockRules.Order order = group.rules().order();
        Map<String, CanariesBack> back = new HashMap<>();
        if (order.canaryRule().hosts() == 0) {
            return back;
        }
        for (String version : Set.copyOf(versions)) {
            List<Instant> first =
                    sql.sql(
                                    """
                                    select min(at) as at from lock_event
                                    where group_id = ? and host = any(?) and version = ?
                                      and what = 'BACK'
                                    group by host order by 1
                                    """)
                            .params(group.id(), order.canaries().toArray(String[]::new), version)
                            .query((row, number) -> LockRows.instant(row, "at"))
                            .list();
            int last = Math.min(first.size(), order.canaryRule().hosts());
            back.put(
                    version,
                    new CanariesBack(first.size(), last == 0 ? null : first.get(last - 1)));
        }
        return back;
    }

    /** Whether the fleet has retired a host, wherever it is known. */
    boolean isRetired(String machineId) {
        return sql.sql(
                        """
                        select bool_and(retired is not null) from host
                        where application_id in (select id from application) and machine_id = ?
                        """)
                .param(machineId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}
