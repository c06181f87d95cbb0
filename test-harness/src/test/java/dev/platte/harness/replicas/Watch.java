package dev.platte.harness.replicas;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks all the time, over a connection of its own, how many attempts hold a slot. */
final class Watch {

    private final JdbcClient sql;
    private final Map<Long, Long> most = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Watch(JdbcClient sql) {
        this.sql = sql;
    }

    void run() throws InterruptedException {
        while (!over.await(20, TimeUnit.MILLISECONDS)) {
            sql.sql(
                            """
                            select rollout_id, count(*) as open from attempt
                            where released is null group by rollout_id
                            """)
                    .query(
                            row -> {
                                most.merge(
                                        row.getLong("rollout_id"), row.getLong("open"), Math::max);
                            });
        }
    }

    void stop() {
        over.countDown();
    }

    /** The most that were ever seen. */
    long most(Fleet fleet) {
        return most.getOrDefault(fleet.rolloutId(), 0L);
    }
}
