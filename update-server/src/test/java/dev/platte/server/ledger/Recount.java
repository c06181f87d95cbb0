package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.TestDatabase;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is counted as it goes along, against what a count of all rows says. */
final class Recount {

    private final JdbcClient sql;

    Recount(TestDatabase database) {
        this.sql = database.sql();
    }

    /** Every counter of the database is what a recount says. */
    void agrees() {
        assertThat(
                        rows(
                                "select application_id, group_id, arch, version, state, hosts from host_counter where hosts <> 0"))
                .as("counters of hosts")
                .containsExactlyInAnyOrderElementsOf(
                        rows(
                                """
                                select application_id, coalesce(group_id, 0) as group_id,
                                    coalesce(arch, '') as arch, version, state, count(*) as hosts
                                from host where retired is null group by 1, 2, 3, 4, 5
                                """));
        assertThat(
                        rows(
                                """
                                select id, open_attempts, updated, failed, timed_out, fell_back
                                from rollout
                                """))
                .as("counts of rollouts")
                .containsExactlyInAnyOrderElementsOf(
                        rows(
                                """
                                select r.id,
                                    count(a.id) filter (where a.released is null) as open_attempts,
                                    count(a.id) filter (where a.counted and a.state = 'COMPLETE') as updated,
                                    count(a.id) filter (where a.counted and a.state = 'FAILED') as failed,
                                    count(a.id) filter (where a.counted and a.state = 'TIMED_OUT') as timed_out,
                                    count(a.id) filter (where a.counted and a.state = 'FELL_BACK') as fell_back
                                from rollout r left join attempt a on a.rollout_id = r.id group by r.id
                                """));
        assertThat(
                        rows(
                                """
                                select host_id, rollout_id, package_id, count(*) from attempt
                                where counted group by 1, 2, 3 having count(*) > 1
                                """))
                .as("hosts that are counted twice")
                .isEmpty();
    }

    /** The most attempts of a rollout that ever held a slot at the same time. */
    long mostAtOnce(long rolloutId) {
        return sql.sql(
                        """
                        select coalesce(max(open), 0) from (
                            select sum(step) over (order by at, step) as open from (
                                select granted as at, 1 as step from attempt where rollout_id = :rollout
                                union all
                                select released, -1 from attempt
                                where rollout_id = :rollout and released is not null) steps) sums
                        """)
                .param("rollout", rolloutId)
                .query(Long.class)
                .single();
    }

    /** Time passes for the leases of a rollout. */
    void silentFor(long rolloutId, String interval) {
        sql.sql("update attempt set lease = lease - ?::interval where rollout_id = ?")
                .params(interval, rolloutId)
                .update();
    }

    private List<Map<String, Object>> rows(String query) {
        return sql.sql(query).query().listOfRows();
    }
}
