package dev.platte.server.poll;

import dev.platte.db.fleet.Fleet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The pace that the fleet needs now. It is looked at once a minute: a fleet grows slowly, and each
 * server of a database comes to the same by itself.
 */
@Component
final class FleetPace {
    private static final Logger LOG = LoggerFactory.getLogger(FleetPace.class);

    private final Fleet fleet;
    private final Pace pace;
    private volatile Optional<Duration> wanted = Optional.empty();

    FleetPace(Fleet fleet, PaceSettings settings, MeterRegistry meters) {
        this.fleet = fleet;
        this.pace = new Pace(settings.pollsPerSecond());
        Gauge.builder("platte.poll.interval", () -> wanted.orElse(Duration.ZERO).toSeconds())
                .baseUnit("seconds")
                .description("what hosts are asked to wait between polls; 0: nothing is asked")
                .strongReference(true)
                .register(meters);
    }

    /** What hosts are asked to wait between two polls; empty: they keep their own rhythm. */
    Optional<Duration> wanted() {
        return wanted;
    }

    void refresh() {
        wanted = pace.of(fleet.size());
    }

    /**
     * Where the database cannot be asked, the pace stays. The first look is before the first poll:
     * a server that starts may be one that was missed.
     */
    @PostConstruct
    void look() {
        try {
            refresh();
        } catch (DataAccessException e) {
            LOG.warn("the fleet was not counted; its pace stays: {}", e.getMessage());
        }
    }
}
