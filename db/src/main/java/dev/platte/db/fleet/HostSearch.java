package dev.platte.db.fleet;

import dev.platte.db.fleet.HostQuery.Kind;
import dev.platte.db.fleet.HostQuery.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds hosts by a page of an index, however many there are.
 *
 * <p>A search by group, version and state asks the counters which kinds of hosts there are, takes a
 * page of each kind from one index, and of these the first: the work is bounded by the kinds, not
 * by the hosts, and no guess of the planner is involved. A search by anything else has an index for
 * each mark, and its pages are in the order of that index, so that each is a walk from where the
 * last one ended, also when a mark is that of a million hosts. Where there are several, the planner
 * chooses, with the values before it.
 */
final class HostSearch {

    private static final String BY_KIND =
            """
            with kinds as (select distinct group_id, version, state from host_counter k
                where application_id = :app and hosts > 0%s)
            select h.*, s.last_seen from (
                select one.id from kinds cross join lateral (
                    select id, machine_id from host
                    where application_id = :app and coalesce(group_id, 0) = kinds.group_id
                      and version = kinds.version and state = kinds.state and retired is null%s
                    order by machine_id limit :limit) one
                order by one.machine_id limit :limit) found
            join host h on h.id = found.id join host_seen s on s.host_id = h.id
            order by h.machine_id
            """;

    /**
     * In the "C" order of the columns, all that begins alike lies between the beginning and this.
     */
    private static final String LAST = Character.toString(0x10FFFF);

    private static final int CODE = 0x0FFF_FFFF;
    private static final String ALIAS = "lower(h.alias) collate \"C\"";
    private static final String ADDRESS = "h.ip collate \"C\"";
    private static final String SEEN = "h.seen_on";

    private final JdbcClient sql;
    private final TransactionOperations transactions;

    HostSearch(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    List<Host> page(HostQuery query) {
        return query.marks().isEmpty() && !query.kind().equals(Kind.ANY)
                ? byKind(query)
                : byMarks(query);
    }

    /** How many there are on all pages, where the counters know it. */
    OptionalLong count(HostQuery query) {
        if (!query.marks().isEmpty()) {
            return OptionalLong.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("app", query.applicationId());
        String kinds = kind(query.kind(), "group_id", values);
        return OptionalLong.of(
                sql.sql(
                                "select coalesce(sum(hosts), 0)::bigint from host_counter"
                                        + " where application_id = :app"
                                        + kinds)
                        .params(values)
                        .query(Long.class)
                        .single());
    }

    private List<Host> byKind(HostQuery query) {
        Map<String, Object> values = values(query);
        String kinds = kind(query.kind(), "group_id", values);
        String after = query.after() == null ? "" : " and machine_id > :after";
        return sql.sql(BY_KIND.formatted(kinds, after)).params(values).query(HostRows::host).list();
    }

    private List<Host> byMarks(HostQuery query) {
        Map<String, Object> values = values(query);
        List<String> conditions = new ArrayList<>();
        conditions.add("h.application_id = :app");
        boolean retired = query.marks().stream().anyMatch(Mark.Retired.class::isInstance);
        conditions.add("h.retired is " + (retired ? "not null" : "null"));
        query.marks().forEach(mark -> add(mark, conditions, values));
        Optional<Lead> lead = lead(query);
        if (query.after() != null) {
            conditions.add(
                    lead.isPresent()
                            ? "(%s, h.machine_id) > (:lead, :after)".formatted(lead.get().column())
                            : "h.machine_id > :after");
            lead.ifPresent(one -> values.put("lead", reached(one, query)));
        }
        String text =
                HostRows.SELECT
                        + "where "
                        + String.join(" and ", conditions)
                        + kind(query.kind(), "coalesce(h.group_id, 0)", values)
                        + " order by "
                        + lead.map(one -> one.column() + ", ").orElse("")
                        + "h.machine_id limit :limit";
        List<Host> found =
                transactions.execute(
                        status -> {
                            // A plan for all values would fit none: how many begin with them?
                            sql.sql("set local plan_cache_mode = force_custom_plan").update();
                            return sql.sql(text).params(values).query(HostRows::host).list();
                        });
        return found == null ? List.of() : found;
    }

    /**
     * What pages are sorted by before the machine id.
     *
     * @param least no host that is found has less
     */
    private record Lead(String column, Object least) {}

    /** Empty where the machine id alone is the order of an index. */
    private static Optional<Lead> lead(HostQuery query) {
        List<Lead> leads = new ArrayList<>();
        for (Mark mark : query.marks()) {
            switch (mark) {
                case Mark.Named named -> {
                    return Optional.empty();
                }
                case Mark.Erred erred -> {
                    return Optional.empty();
                }
                case Mark.Retired retired -> {
                    return Optional.empty();
                }
                case Mark.Aliased(String prefix) ->
                        leads.add(new Lead(ALIAS, prefix.toLowerCase(Locale.ROOT)));
                case Mark.Addressed(String prefix) -> leads.add(new Lead(ADDRESS, prefix));
                case Mark.SilentSince since -> leads.add(new Lead(SEEN, LocalDate.EPOCH));
            }
        }
        return leads.stream().findFirst();
    }

    /** Where the last page ended; the beginning, where its last host has been forgotten since. */
    private Object reached(Lead lead, HostQuery query) {
        return sql
                .sql(
                        "select %s from host h where h.application_id = ? and h.machine_id = ?"
                                .formatted(lead.column()))
                .params(query.applicationId(), query.after())
                .query((row, number) -> Optional.ofNullable(row.getObject(1)))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(lead.least());
    }

    private static Map<String, Object> values(HostQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("app", query.applicationId());
        values.put("limit", query.limit());
        if (query.after() != null) {
            values.put("after", query.after());
        }
        return values;
    }

    private static String kind(Kind kind, String group, Map<String, Object> values) {
        Map<String, Object> said = new LinkedHashMap<>();
        if (kind.groupId() != null) {
            said.put(group + " = :group", kind.groupId());
            values.put("group", kind.groupId());
        }
        if (kind.version() != null) {
            said.put("version = :version", kind.version());
            values.put("version", kind.version());
        }
        if (kind.state() != null) {
            said.put("state = :state", kind.state());
            values.put("state", kind.state().name());
        }
        return said.keySet().stream()
                .map(condition -> " and " + condition)
                .collect(Collectors.joining());
    }

    private static void add(Mark mark, List<String> conditions, Map<String, Object> values) {
        switch (mark) {
            case Mark.Named(String prefix) ->
                    begins("h.machine_id", "name", prefix, conditions, values);
            case Mark.Aliased(String prefix) ->
                    begins(ALIAS, "alias", prefix.toLowerCase(Locale.ROOT), conditions, values);
            case Mark.Addressed(String prefix) ->
                    begins(ADDRESS, "address", prefix, conditions, values);
            case Mark.Erred(long code) -> {
                conditions.add("h.last_error is not null and (h.last_error & 268435455) = :error");
                values.put("error", code & CODE);
            }
            case Mark.SilentSince(Instant since) -> {
                // Who was last seen on an earlier day was last seen earlier: only of one day is the
                // time looked at, so that nothing invites a look at the times of all hosts.
                conditions.add("h.seen_on <= :on and (h.seen_on < :on or s.last_seen < :since)");
                values.put("on", Fingerprint.day(since));
                values.put("since", since.atOffset(ZoneOffset.UTC));
            }
            case Mark.Retired() -> {
                // Said already, beside all others that must not be.
            }
        }
    }

    private static void begins(
            String column,
            String name,
            String prefix,
            List<String> conditions,
            Map<String, Object> values) {
        conditions.add("%s >= :%s and %s < :%sLast".formatted(column, name, column, name));
        values.put(name, prefix);
        values.put(name + "Last", prefix + LAST);
    }
}
