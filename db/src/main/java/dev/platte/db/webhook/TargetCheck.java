package dev.platte.db.webhook;

import dev.platte.db.verb.RefusedException;
import java.net.URI;

/** Where messages may be sent to; given by whoever sends them. */
public interface TargetCheck {

    /**
     * Refuses an address that nothing would be sent to.
     *
     * @throws RefusedException {@code webhook-url-refused}
     */
    void require(URI target);
}
