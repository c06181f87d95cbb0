package dev.platte.db.lock;

import dev.platte.omaha.value.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whom the fleet knows a host as that asks for a slot. locksmith's hosts say their machine id;
 * zincati's say one that is made of it and cannot be turned back, so that it is made of all hosts
 * that were not looked at yet, once somebody asks who cannot be found otherwise.
 */
final class MachineAliases {

    private static final Pattern SYSTEMD = Pattern.compile("[0-9a-f]{32}");
    private static final int STEP = 20_000;

    /** A host that was made just now may yet be committed under a lower number. */
    private static final Duration UNSURE = Duration.ofMinutes(5);

    private record Known(long id, String machineId, Instant firstSeen) {}

    private final JdbcClient sql;

    MachineAliases(JdbcClient sql) {
        this.sql = sql;
    }

    /** The machine ids of those hosts that the fleet knows. */
    Map<String, String> resolve(Collection<String> hosts, Instant now) {
        Map<String, String> found = new HashMap<>();
        if (hosts.isEmpty()) {
            return found;
        }
        sql.sql(
                        """
                        select distinct machine_id from host
                        where application_id in (select id from application)
                          and machine_id = any(?)
                        """)
                .param(hosts.toArray(String[]::new))
                .query(String.class)
                .list()
                .forEach(id -> found.put(id, id));
        List<String> strange =
                hosts.stream()
                        .filter(host -> !found.containsKey(host))
                        .filter(host -> SYSTEMD.matcher(host).matches())
                        .toList();
        if (!strange.isEmpty()) {
            catchUp(now);
            sql.sql("select alias, machine_id from lock_alias where alias = any(?)")
                    .param(strange.toArray(String[]::new))
                    .query(
                            (row, number) ->
                                    found.put(row.getString("alias"), row.getString("machine_id")))
                    .list();
        }
        return found;
    }

    private void catchUp(Instant now) {
        long last = sql.sql("select last from lock_alias_progress").query(Long.class).single();
        List<Known> hosts =
                sql.sql(
                                """
                                select id, machine_id, first_seen from host
                                where id > ? order by id limit ?
                                """)
                        .params(last, STEP)
                        .query(
                                (row, number) ->
                                        new Known(
                                                row.getLong("id"),
                                                row.getString("machine_id"),
                                                LockRows.instant(row, "first_seen")))
                        .list();
        List<String> aliases = new ArrayList<>();
        List<String> machines = new ArrayList<>();
        long sure = last;
        boolean all = true;
        for (Known host : hosts) {
            new MachineId(host.machineId())
                    .zincati()
                    .ifPresent(
                            alias -> {
                                aliases.add(alias.text());
                                machines.add(host.machineId());
                            });
            all &= host.firstSeen().isBefore(now.minus(UNSURE));
            sure = all ? host.id() : sure;
        }
        if (!aliases.isEmpty()) {
            sql.sql(
                            """
                            insert into lock_alias (alias, machine_id)
                            select * from unnest(?::text[], ?::text[]) order by 1
                            on conflict do nothing
                            """)
                    .params(aliases.toArray(String[]::new), machines.toArray(String[]::new))
                    .update();
        }
        if (sure > last) {
            sql.sql("update lock_alias_progress set last = ? where last < ?")
                    .params(sure, sure)
                    .update();
        }
    }
}
