package dev.platte.server.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a database again that ends while its server runs, such as one that the kernel killed for
 * want of memory. Until then polls are answered 503, and hosts come back by themselves.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final int port;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("embedded-database").daemon().factory());
    private String lastFailure = "";

    private Supervisor(Cluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /**
     * Begins to look once a second.
     *
     * @param port where it was and has to be again: that is where the server looks for it
     */
    static Supervisor of(Cluster cluster, int port) {
        Supervisor supervisor = new Supervisor(cluster, port);
        supervisor.looks.scheduleWithFixedDelay(
                supervisor::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return supervisor;
    }

    private void look() {
        try {
            if (!cluster.isRunning()) {
                LOG.warn("The embedded database has ended by itself; starting it again");
                cluster.start(port);
                LOG.info("The embedded database is back");
                lastFailure = "";
            }
        } catch (IOException | EmbeddedPostgresException e) {
            String failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailure)) {
                LOG.error("The embedded database does not come back; tried again: {}", failure);
            }
            lastFailure = failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the looking; a start that goes on is broken off. */
    @Override
    public void close() {
        looks.shutdownNow();
        looks.close();
    }
}
