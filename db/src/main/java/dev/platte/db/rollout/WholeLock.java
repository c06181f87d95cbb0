package dev.platte.db.rollout;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Locks all that several verbs of one transaction change. Each verb alone locks its rows before the
 * catalogue's version; the second verb of a transaction holds that already, and would wait in a
 * circle with somebody who takes the two in the usual order.
 */
@Service
public final class WholeLock {

    private final JdbcClient sql;

    WholeLock(JdbcClient sql) {
        this.sql = sql;
    }

    /** Keys, channels, groups and open rollouts, in the order in which single verbs lock them. */
    public void lock(Collection<Long> applications) {
        Long[] ids = applications.toArray(Long[]::new);
        rows(
                "select id from trusted_key where application_id = any(?) order by id for update",
                ids);
        rows("select id from channel where application_id = any(?) order by id for update", ids);
        List<Long> groups =
                rows(
                        "select id from host_group where application_id = any(?) order by id for update",
                        ids);
        Moves.lockOpen(sql, groups);
    }

    private List<Long> rows(String statement, Long[] ids) {
        return sql.sql(statement).param(ids).query(Long.class).list();
    }
}
