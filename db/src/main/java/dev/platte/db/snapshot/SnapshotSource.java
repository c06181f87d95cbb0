package dev.platte.db.snapshot;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.listen.Listener;
import dev.platte.db.rollout.Rollouts;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the newest {@link CatalogSnapshot}. A connection of its own listens for changes; each time
 * it hears one, and every few seconds without one, it compares versions, so that a lost
 * notification heals. While the database is gone the last snapshot stays.
 */
public final class SnapshotSource implements SmartLifecycle {

    private static final String CHANNEL = "platte_catalog";

    private final Catalog catalog;
    private final Rollouts rollouts;
    private final Changes changes;
    private final JdbcClient sql;
    private final Listener listener;

    private volatile @Nullable CatalogSnapshot current;

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
        this.listener = new Listener(database, CHANNEL, check, this::look);
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
                                        version(), catalog.contents(), rollouts.contents()));
        current = read;
        return read;
    }

    private void look() {
        if (version() != current().version()) {
            refresh();
        }
    }

    private long version() {
        return sql.sql("select version from catalog_version").query(Long.class).single();
    }

    @Override
    public void start() {
        refresh();
        listener.start();
    }

    @Override
    public void stop() {
        listener.stop();
    }

    @Override
    public boolean isRunning() {
        return listener.isRunning();
    }

    /** Before the web server takes its first poll, and until after its last. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2;
    }
}
