package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Says again and again that a slot is still needed, while hooks run: a server takes a holder that
 * is not heard of for as long as it may be gone for lost. What it answers counts at the last look.
 */
final class Renewal {
    private final Keeper keeper;
    private final Settings settings;
    private final Wish wish;
    private final Thread thread;

    private Renewal(Keeper keeper, Settings settings, Wish wish) {
        this.keeper = keeper;
        this.settings = settings;
        this.wish = wish;
        this.thread = Thread.ofVirtual().name("renewal").unstarted(this::run);
    }

    /** Begins; there is nothing to do where a slot is held until it is given back. */
    static Renewal begin(Keeper keeper, Settings settings, Wish wish) {
        Renewal renewal = new Renewal(keeper, settings, wish);
        renewal.thread.start();
        return renewal;
    }

    private void run() {
        try {
            Optional<Duration> pause = keeper.untilRenewal();
            while (pause.isPresent()) {
                Thread.sleep(pause.get());
                keeper.renew(settings, wish, "draining");
                pause = keeper.untilRenewal();
            }
        } catch (InterruptedException e) {
            // Ended: nobody waits for it any more.
            return;
        }
    }

    /** What is on its way to the lock is ended, too. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
