package dev.platte.client.reboot;

import dev.platte.client.config.RebootStrategy;
import dev.platte.client.config.Settings;
import java.time.Duration;
import java.util.Optional;

/** What waits for the reboot, and every pause: it ends early when that changes. */
final class Wishes {
    private final Ticker ticker;
    private volatile Optional<Wish> wanted = Optional.empty();

    Wishes(Ticker ticker) {
        this.ticker = ticker;
    }

    /** From any thread. */
    void want(Optional<Wish> wish) {
        if (!wanted.equals(wish)) {
            wanted = wish;
            ticker.wake();
        }
    }

    /** What is wanted, unless the settings say that this host never reboots by itself. */
    Optional<Wish> now(Settings settings) {
        boolean off = settings.reboot().strategy() == RebootStrategy.OFF;
        return off || !HostPower.isOurs(settings) ? Optional.empty() : wanted;
    }

    /** Waits, but not over news of what is wanted. */
    Happening rest(Settings settings, Optional<Wish> known, Duration pause)
            throws InterruptedException {
        Optional<Happening> news = news(settings, known);
        if (news.isPresent()) {
            return news.get();
        }
        ticker.await(pause);
        return news(settings, known).orElse(new Happening.Tick());
    }

    private Optional<Happening> news(Settings settings, Optional<Wish> known) {
        Optional<Wish> now = now(settings);
        if (now.equals(known)) {
            return Optional.empty();
        }
        return Optional.of(
                now.<Happening>map(Happening.Wanted::new).orElseGet(Happening.Unwanted::new));
    }
}
