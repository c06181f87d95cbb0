package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The verbs of {@link Pins} for many hosts at once: all of it or nothing. Some hundreds of hosts
 * share a row of the audit trail, which names each.
 */
@Service
public final class ManyPins {

    /** Hosts in one row of the audit trail: a row is read whole. */
    private static final int IN_A_ROW = 500;

    private final JdbcClient sql;
    private final Changes changes;
    private final PinRules rules;

    ManyPins(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
        this.rules = new PinRules(sql);
    }

    /** As the audit trail tells it. */
    private record Made(Instant until, List<Aim> pins) {}

    /**
     * Keeps hosts where they are, or aims them at published packages, in place of what was decided
     * before. Needs a reason.
     *
     * @param aims each host once, at most {@link Pins#MOST}
     * @param until later than now, at most 366 days
     * @throws RefusedException {@code application-unknown}, {@code package-unknown}, {@code
     *     package-not-published}, {@code machine-id-invalid}, {@code pin-until-invalid}, {@code
     *     too-many-pins}, {@code reason-required}
     */
    public void set(long applicationId, List<Aim> aims, Instant until, Caller caller) {
        caller.requiredReason();
        aims.forEach(aim -> PinRules.requireMachine(aim.machineId()));
        changes.change(
                caller,
                () -> {
                    Instant now = changes.now();
                    PinRules.requireUntil(until, now);
                    rules.requireApplication(applicationId);
                    aims.stream()
                            .map(Aim::packageId)
                            .filter(Objects::nonNull)
                            .distinct()
                            .forEach(id -> rules.requirePackage(applicationId, id));
                    List<String> machines = aims.stream().map(Aim::machineId).toList();
                    rules.requireRoom(applicationId, machines, now);
                    Map<String, Pin> before = find(applicationId, machines);
                    store(applicationId, aims, until, caller);
                    for (List<Aim> some : rows(aims)) {
                        List<Pin> replaced =
                                some.stream()
                                        .map(aim -> before.get(aim.machineId()))
                                        .filter(Objects::nonNull)
                                        .toList();
                        changes.audit(
                                caller,
                                "host.pin",
                                "hosts/" + applicationId,
                                replaced.isEmpty() ? null : replaced,
                                new Made(until, some));
                    }
                    return aims.size();
                });
    }

    /**
     * Lets hosts go with their groups again. Needs a reason.
     *
     * @return those of them that were pinned, by machine id
     * @throws RefusedException {@code reason-required}
     */
    public List<String> remove(long applicationId, List<String> machines, Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    List<Pin> gone =
                            sql.sql(
                                            """
                                            with gone as (delete from pin where application_id = ?
                                                and machine_id = any(?) returning *)
                                            select * from gone order by machine_id
                                            """)
                                    .params(applicationId, machines.toArray(String[]::new))
                                    .query(Pins::row)
                                    .list();
                    for (List<Pin> some : rows(gone)) {
                        changes.audit(caller, "host.unpin", "hosts/" + applicationId, some, null);
                    }
                    return gone.stream().map(Pin::machineId).toList();
                });
    }

    private Map<String, Pin> find(long applicationId, List<String> machines) {
        return sql
                .sql("select * from pin where application_id = ? and machine_id = any(?)")
                .params(applicationId, machines.toArray(String[]::new))
                .query(Pins::row)
                .list()
                .stream()
                .collect(Collectors.toMap(Pin::machineId, pin -> pin));
    }

    private void store(long applicationId, List<Aim> aims, Instant until, Caller caller) {
        @Nullable Long[] packages = new Long[aims.size()];
        for (int i = 0; i < packages.length; i++) {
            packages[i] = aims.get(i).packageId();
        }
        sql.sql(
                        """
                        insert into pin as p (application_id, machine_id, package_id, until,
                            made_by, reason, made)
                        select :application, machine, package, :until, :who, :reason, :now
                        from unnest(:machines::text[], :packages::bigint[]) as aim (machine, package)
                        order by machine
                        on conflict (application_id, machine_id) do update set
                            package_id = excluded.package_id, until = excluded.until,
                            made_by = excluded.made_by, reason = excluded.reason,
                            made = excluded.made, revision = p.revision + 1
                        """)
                .param("application", applicationId)
                .param("until", RolloutRows.time(until))
                .param("who", caller.who())
                .param("reason", caller.reason())
                .param("now", RolloutRows.time(changes.now()))
                .param("machines", aims.stream().map(Aim::machineId).toArray(String[]::new))
                .param("packages", packages)
                .update();
    }

    private static <T> List<List<T>> rows(List<T> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + IN_A_ROW)
                .mapToObj(from -> all.subList(from, Math.min(from + IN_A_ROW, all.size())))
                .toList();
    }
}
