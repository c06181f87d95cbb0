package dev.platte.db.listen;

import java.sql.Connection;
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
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks each time PostgreSQL notifies of a channel, and every few seconds without a notification,
 * so that a lost one heals. Holds a connection of its own while it runs.
 */
public final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource database;
    private final String channel;
    private final Duration check;
    private final Runnable look;

    private volatile @Nullable Run run;

    private record Run(Thread thread, CountDownLatch stop) {}

    /**
     * Hears nothing yet.
     *
     * @param channel what the notifications are called: a plain name
     * @param check how long a lost notification may stay unnoticed
     * @param look reads what is new; may fail as the database does
     */
    public Listener(DataSource database, String channel, Duration check, Runnable look) {
        if (!channel.matches("[a-z_]{1,63}")) {
            throw new IllegalArgumentException("not a channel's name: " + channel);
        }
        this.database = database;
        this.channel = channel;
        this.check = check;
        this.look = look;
    }

    /** From now on it looks, on a thread of its own. */
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual().name("listener-" + channel).unstarted(() -> listen(stop));
        run = new Run(thread, stop);
        thread.start();
    }

    /** Ends it within seconds. */
    public void stop() {
        Run ending = run;
        if (ending == null) {
            return;
        }
        run = null;
        ending.stop().countDown();
        // On a thread of its own: a database that is gone would keep it waiting.
        Thread.ofVirtual().start(this::wake);
        try {
            if (!ending.thread().join(PATIENCE)) {
                ending.thread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return run != null;
    }

    /** Ends the wait for notifications without breaking the connection, as an interrupt would. */
    private void wake() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("notify " + channel);
        } catch (SQLException e) {
            LOG.debug("the listener ends at its next check", e);
        }
    }

    private void listen(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                try (Connection connection = database.getConnection()) {
                    follow(connection, stop);
                } catch (SQLException | DataAccessException | TransactionException e) {
                    if (stop.getCount() > 0) {
                        LOG.warn(
                                "Changes of other servers ({}) are not heard; next try in {}: {}",
                                channel,
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
            statement.execute("listen " + channel);
            while (stop.getCount() > 0) {
                // At once too: a change may have come between two connections.
                look.run();
                postgres.getNotifications(Math.toIntExact(check.toMillis()));
            }
            // Back in the pool it must not gather notifications that nobody reads.
            statement.execute("unlisten " + channel);
        }
    }
}
