package dev.platte.harness.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the counters that the server keeps say what its rows say. */
public final class Recount {
    private Recount() {}

    /** Fails where they do not. */
    public static void check(JdbcClient sql) {
        assertThat(rows(sql, "select id, open_attempts, updated, failed from rollout order by id"))
                .isEqualTo(
                        rows(
                                sql,
                                """
                                select r.id,
                                    count(*) filter (where a.id is not null and a.released is null) as open_attempts,
                                    count(*) filter (where a.counted and a.state = 'COMPLETE') as updated,
                                    count(*) filter (where a.counted and a.state = 'FAILED') as failed
                                from rollout r left join attempt a on a.rollout_id = r.id
                                group by r.id order by r.id
                                """));
        assertThat(
                        rows(
                                sql,
                                """
                                select application_id, version, state, hosts from host_counter
                                where hosts <> 0 order by 1, 2, 3
                                """))
                .isEqualTo(
                        rows(
                                sql,
                                """
                                select application_id, version, state, count(*) as hosts from host
                                group by 1, 2, 3 order by 1, 2, 3
                                """));
    }

    private static List<Map<String, Object>> rows(JdbcClient sql, String query) {
        return sql.sql(query).query().listOfRows();
    }
}
