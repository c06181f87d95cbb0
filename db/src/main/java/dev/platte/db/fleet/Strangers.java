package dev.platte.db.fleet;

import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps what came in and fits nowhere for the operator to look at: requests that could not be
 * understood, applications and groups that nobody made. Bounded, whoever sends how much.
 */
@Service
public final class Strangers {

    /** How many malformed requests are kept. */
    public static final int MAX_SAMPLES = 100;

    /** How many different unknown names are kept. */
    public static final int MAX_NAMES = 1000;

    private record Name(String application, @Nullable String track) {}

    private final JdbcClient sql;
    private final TransactionOperations transactions;

    public Strangers(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /** Keeps a malformed request and forgets the oldest beyond the bound. */
    public void keep(MalformedSample sample) {
        transactions.executeWithoutResult(
                status -> {
                    sql.sql(
                                    """
                                    insert into malformed_request (at, ip, content_type, reason, body)
                                    values (?, ?, ?, ?, ?)
                                    """)
                            .params(
                                    sample.at().atOffset(ZoneOffset.UTC),
                                    sample.ip(),
                                    sample.contentType(),
                                    sample.reason(),
                                    sample.body())
                            .update();
                    sql.sql(
                                    """
                                    delete from malformed_request where id <= (select id
                                        from malformed_request order by id desc offset ? limit 1)
                                    """)
                            .param(MAX_SAMPLES)
                            .update();
                });
    }

    /** Counts who asked for what does not exist; one statement for any number of them. */
    public void count(List<UnknownAsk> asks) {
        Map<Name, Integer> counts = new LinkedHashMap<>();
        Map<Name, UnknownAsk> latest = new LinkedHashMap<>();
        for (UnknownAsk ask : asks) {
            Name name = new Name(ask.application(), ask.track());
            counts.merge(name, 1, Integer::sum);
            latest.put(name, ask);
        }
        if (latest.isEmpty()) {
            return;
        }
        // Sorted, as everything that several writers lock.
        List<Map.Entry<Name, UnknownAsk>> rows =
                latest.entrySet().stream()
                        .sorted(
                                Comparator.comparing(
                                        entry ->
                                                entry.getKey().application()
                                                        + '\n'
                                                        + entry.getKey().track()))
                        .toList();
        sql.sql(
                        """
                        insert into unknown_ask as u (kind, application, track, asked, first_asked,
                            last_asked, last_ip, last_host)
                        select case when track is null then 'APPLICATION' else 'GROUP' end,
                            application, coalesce(track, ''), asked, at, at, ip, host
                        from unnest(:applications::text[], :tracks::text[], :counts::bigint[],
                            :ats::timestamptz[], :ips::text[], :hosts::text[])
                            as said (application, track, asked, at, ip, host)
                        where (select count(*) from unknown_ask) < :bound
                            or exists (select from unknown_ask k
                                where k.kind = case when said.track is null then 'APPLICATION' else 'GROUP' end
                                    and k.application = said.application
                                    and k.track = coalesce(said.track, ''))
                        on conflict (kind, application, track) do update set
                            asked = u.asked + excluded.asked,
                            last_asked = greatest(u.last_asked, excluded.last_asked),
                            last_ip = excluded.last_ip,
                            last_host = excluded.last_host
                        """)
                .param("applications", Columns.texts(rows, row -> row.getKey().application()))
                .param("tracks", Columns.texts(rows, row -> row.getKey().track()))
                .param("counts", Columns.longs(rows, row -> counts.get(row.getKey()).longValue()))
                .param("ats", Columns.texts(rows, row -> row.getValue().at()))
                .param("ips", Columns.texts(rows, row -> row.getValue().ip()))
                .param("hosts", Columns.texts(rows, row -> row.getValue().machineId()))
                .param("bound", MAX_NAMES)
                .update();
    }
}
