package dev.platte.server.poll;

import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.Strangers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps samples of requests that were not understood: at most one a second, whoever sends how many.
 */
@Component
final class Rejects {

    private static final Logger LOG = LoggerFactory.getLogger(Rejects.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Strangers strangers;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);

    Rejects(Strangers strangers) {
        this.strangers = strangers;
    }

    void keep(MalformedSample sample) {
        Instant before = last.get();
        if (sample.at().isBefore(before.plus(PAUSE)) || !last.compareAndSet(before, sample.at())) {
            return;
        }
        try {
            strangers.keep(sample);
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("a sample of a malformed request was not kept", e);
        }
    }
}
