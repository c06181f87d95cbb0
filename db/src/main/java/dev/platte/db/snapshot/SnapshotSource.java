package dev.platte.db.snapshot;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.rollout.Rollouts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the newest {@link CatalogSnapshot}. A connection of its own listens for changes; each time
 * it hears one, and every few seconds without one, it compares versions, so that a lost
 * notification heals. While the database is gone the last snapshot stays.
 */
public final class SnapshotSource implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSource.class);

    private final Catalog catalog;
    private final Rollouts rollouts;
    private final Changes changes;
    private final JdbcClient sql;
    private final DataSource database;
    private final Duration check;

    private volatile @Nullable CatalogSnapshot current;
    private volatile @Nullable Listening listening;

    /** One run of the listener. */
    private record Listening(Thread thread, CountDownLatch stop) {}

    /**
     * Reads nothing yet.
     *
     * @param check how long a lost notification may stay unnoticed
     */
    public SnapshotSource(
            Catalog catalog,
            Rollouts rollouts,
            Changes changes,
            JdbcClient sql,
            DataSource database,
            Duration check) {
        this.catalog = catalog;
        this.rollouts = rollouts;
        this.changes = changes;
        this.sql = sql;
        this.database = database;
        this.check = check;
    }

    /** The newest snapshot; at most the check period behind the database. */
    public CatalogSnapshot current() {
        CatalogSnapshot snapshot = current;
        return snapshot == null ? refresh() : snapshot;
    }

    /** Reads the catalogue now, for those who must see their own change. */
    public synchronized CatalogSnapshot refresh() {
        CatalogSnapshot read =
                changes.read(
                        () ->
                                CatalogSnapshot.of(
                                        sql.sql("select version from catalog_version")
                                                .query(Long.class)
                                                .single(),
                                        catalog.contents(),
                                        rollouts.contents()));
        current = read;
        return read;
    }

    @Override
    public void start() {
        refresh();
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("catalogue-listener").unstarted(() -> listen(stop));
        listening = new Listening(thread, stop);
        thread.start();
    }

    @Override
    public void stop() {
        Listening run = listening;
        if (run != null) {
            listening = null;
            run.stop().countDown();
            // On a thread of its own: a database that is gone would keep it waiting.
            Thread.ofVirtual().start(this::wake);
            try {
                if (!run.thread().join(Duration.ofSeconds(5))) {
                    run.thread().interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the wait for notifications without breaking the connection, as an interrupt would. */
    private void wake() {
        try {
            sql.sql("notify platte_catalog").update();
        } catch (DataAccessException e) {
            LOG.debug("the listener ends at its next check", e);
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    /** Before the web server takes its first poll, and until after its last. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2;
    }

    private void listen(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                try (Connection connection = database.getConnection()) {
                    follow(connection, stop);
                } catch (SQLException | DataAccessException | TransactionException e) {
                    if (stop.getCount() > 0) {
                        LOG.warn(
                                "The catalogue is not being followed; polls are answered from version {}, next try in {}: {}",
                                current().version(),
                                check,
                                e.getMessage());
                    }
                }
                if (stop.await(check.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // stop() asks so.
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Connection connection, CountDownLatch stop) throws SQLException {
        connection.setAutoCommit(true);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen platte_catalog");
            while (stop.getCount() > 0) {
                // Compared at once too: a change may have come between two connections.
                if (versionIn(statement) != current().version()) {
                    refresh();
                }
                postgres.getNotifications(Math.toIntExact(check.toMillis()));
            }
            // Back in the pool it must not gather notifications that nobody reads.
            statement.execute("unlisten platte_catalog");
        }
    }

    private static long versionIn(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select version from catalog_version")) {
            row.next();
            return row.getLong(1);
        }
    }
}
