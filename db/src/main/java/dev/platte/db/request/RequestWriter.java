package dev.platte.db.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps what hosts sent, any number of them in one statement. */
public final class RequestWriter {

    private final JdbcClient sql;
    private final String replica;

    /**
     * @param replica by what name people know this server
     */
    public RequestWriter(JdbcClient sql, String replica) {
        this.sql = sql;
        this.replica = replica;
    }

    /**
     * In the transaction that locked the hosts; of several requests of one host the last stays.
     *
     * @param requests in the order in which they came
     */
    public void write(Collection<SentRequest> requests) {
        Map<Long, SentRequest> last = new LinkedHashMap<>();
        requests.forEach(each -> last.put(each.hostId(), each));
        if (last.isEmpty()) {
            return;
        }
        List<SentRequest> rows = new ArrayList<>(last.values());
        sql.sql(
                        """
                        insert into host_request as r (host_id, at, replica, applications, bytes, body)
                        select id, at, :replica, applications, bytes, body
                        from unnest(:ids::bigint[], :ats::timestamptz[], :applications::integer[],
                            :bytes::integer[], :bodies::bytea[])
                            as sent (id, at, applications, bytes, body)
                        on conflict (host_id) do update set at = excluded.at,
                            replica = excluded.replica, applications = excluded.applications,
                            bytes = excluded.bytes, body = excluded.body
                        """)
                .param("replica", replica)
                .param("ids", column(rows, SentRequest::hostId, new Long[0]))
                .param("ats", column(rows, each -> text(each.at()), new String[0]))
                .param("applications", column(rows, SentRequest::applications, new Integer[0]))
                .param("bytes", column(rows, each -> each.body().length, new Integer[0]))
                .param("bodies", column(rows, each -> PackedBody.pack(each.body()), new byte[0][]))
                .update();
    }

    private static String text(Instant at) {
        return at.toString();
    }

    private static <T> T[] column(
            List<SentRequest> rows, Function<SentRequest, T> column, T[] none) {
        return rows.stream().map(column).toList().toArray(none);
    }
}
