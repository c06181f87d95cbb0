package dev.platte.server.ledger;

import dev.platte.db.fleet.AttemptStep;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.fleet.Progress;
import dev.platte.db.rollout.RolloutCounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends the attempts of hosts that fell silent: their slots are free again, and they count as
 * failed. Every replica does it; hosts that another one is busy with are left to it.
 */
@Component
final class Reaper {

    private static final int STEP = 200;

    private final Fleet fleet;
    private final RolloutCounts counts;
    private final TransactionTemplate transactions;
    private final InstantSource time;

    Reaper(DataSource database, RolloutCounts counts, InstantSource time) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.fleet = new Fleet(JdbcClient.create(database), transactions);
        this.counts = counts;
        this.time = time;
    }

    /** All whose lease has ended by the database's clock; returns how many. */
    int reap() {
        int all = 0;
        int some;
        do {
            some = Objects.requireNonNullElse(transactions.execute(status -> reapSome()), 0);
            all += some;
        } while (some == STEP);
        return all;
    }

    private int reapSome() {
        List<Progress> silent = fleet.lockSilent(STEP);
        Set<Long> rollouts = new HashSet<>();
        for (Progress host : silent) {
            OpenAttempt open = host.open();
            if (open != null && open.rollout() != null) {
                rollouts.add(open.rollout().id());
            }
        }
        Books books = Books.open(counts, Set.of(), rollouts);
        Instant now = time.instant();
        Map<Progress, AttemptStep> steps = new LinkedHashMap<>();
        for (Progress host : silent) {
            OpenAttempt open = host.open();
            if (open != null) {
                steps.put(
                        host,
                        books.step(
                                open,
                                HostState.TIMED_OUT,
                                Entry.Terms.USUAL,
                                now,
                                null,
                                !host.boots().duplicate()));
            }
        }
        fleet.timeOut(steps);
        books.close(counts);
        return silent.size();
    }
}
